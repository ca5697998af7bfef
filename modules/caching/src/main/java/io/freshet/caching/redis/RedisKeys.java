package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.freshet.caching.store.EntryKey;

/**
 * The keys that Freshet uses in Redis: {@code freshet:<namespace>:{<digest>}:e} for an
 * entry and {@code :l} for its lease. The digest is the first 128 bits of the SHA-256 of
 * the full key and its shape, in braces so that all keys of an entry lie in one slot of a
 * cluster; of constant length, and without the contents of the key, which may be
 * personal.
 */
final class RedisKeys {

	private final String prefix;

	RedisKeys(String namespace) {
		this.prefix = "freshet:" + namespace + ":";
	}

	ByteBuffer entry(EntryKey key) {
		return key(key, "e");
	}

	ByteBuffer lease(EntryKey key) {
		return key(key, "l");
	}

	private ByteBuffer key(EntryKey key, String suffix) {
		return key(key.digest(), suffix);
	}

	private ByteBuffer key(String digest, String suffix) {
		return ByteBuffer.wrap((this.prefix + "{" + digest + "}:" + suffix).getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Returns the key of the entry that a digest stands for.
	 */
	ByteBuffer entry(String digest) {
		return key(digest, "e");
	}

	/**
	 * Returns the glob, for {@code SCAN}, of all entries of the namespace. A namespace
	 * has no characters that mean something in a glob.
	 */
	String allEntries() {
		return this.prefix + "{*}:e";
	}

	/**
	 * Returns whether a key is one of an entry.
	 */
	boolean isEntry(ByteBuffer redisKey) {
		String text = StandardCharsets.ISO_8859_1.decode(redisKey.duplicate()).toString();
		return text.startsWith(this.prefix + "{") && text.endsWith("}:e");
	}

	/**
	 * Returns a key of which there is one.
	 */
	ByteBuffer single(String name) {
		return ByteBuffer.wrap((this.prefix + name).getBytes(StandardCharsets.ISO_8859_1));
	}

}
