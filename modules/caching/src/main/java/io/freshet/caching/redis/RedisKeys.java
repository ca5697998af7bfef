package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.KeyDigest;

/**
 * The keys that Freshet uses in Redis: {@code freshet:<namespace>:{<digest>}:e} for an
 * entry and {@code :l} for its lease. The digest is the first 128 bits of the SHA-256 of
 * the full key and its shape, in braces so that all keys of an entry lie in one slot of a
 * cluster; of constant length, and without the contents of the key, which may be
 * personal.
 */
final class RedisKeys {

	static final String ENTRY_SUFFIX = "}:e";

	private final byte[] prefix;

	RedisKeys(String namespace) {
		this.prefix = ("freshet:" + namespace + ":{").getBytes(StandardCharsets.ISO_8859_1);
	}

	ByteBuffer entry(EntryKey key) {
		return key(KeyDigest.of(key), (byte) 'e');
	}

	ByteBuffer lease(EntryKey key) {
		return key(KeyDigest.of(key), (byte) 'l');
	}

	/**
	 * Returns the key of the entry that a digest stands for.
	 */
	ByteBuffer entry(String digest) {
		return key(digest.getBytes(StandardCharsets.UTF_8), (byte) 'e');
	}

	private ByteBuffer key(byte[] digest, byte suffix) {
		byte[] made = Arrays.copyOf(this.prefix, this.prefix.length + digest.length + 3);
		System.arraycopy(digest, 0, made, this.prefix.length, digest.length);
		made[made.length - 3] = '}';
		made[made.length - 2] = ':';
		made[made.length - 1] = suffix;
		return ByteBuffer.wrap(made);
	}

	/**
	 * Returns what the keys of all entries of the namespace begin with; they end with
	 * {@link #ENTRY_SUFFIX}.
	 */
	String entryPrefix() {
		return new String(this.prefix, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Returns a key of which there is one.
	 */
	ByteBuffer single(String name) {
		String before = new String(this.prefix, 0, this.prefix.length - 1, StandardCharsets.ISO_8859_1);
		return ByteBuffer.wrap((before + name).getBytes(StandardCharsets.ISO_8859_1));
	}

}
