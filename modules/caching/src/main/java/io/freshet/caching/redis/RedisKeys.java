package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

import io.freshet.caching.store.EntryKey;

/**
 * The keys that Freshet uses in Redis: {@code freshet:<namespace>:{<digest>}:e} for an
 * entry and {@code :l} for its lease. The digest is the first 128 bits of the SHA-256 of
 * the full key and its shape, in braces so that all keys of an entry lie in one slot of a
 * cluster; of constant length, and without the contents of the key, which may be
 * personal.
 */
final class RedisKeys {

	private static final int DIGEST_BYTES = 16;

	private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

	/** Looking a digest up by its name costs as much as the digest. */
	private static final MessageDigest SHA256 = lookUp();

	private final byte[] prefix;

	RedisKeys(String namespace) {
		this.prefix = ("freshet:" + namespace + ":{").getBytes(StandardCharsets.ISO_8859_1);
	}

	ByteBuffer entry(EntryKey key) {
		return key(key, (byte) 'e');
	}

	ByteBuffer lease(EntryKey key) {
		return key(key, (byte) 'l');
	}

	private ByteBuffer key(EntryKey key, byte suffix) {
		String full = (key.shape() != 0) ? key.text() + '\0' + Long.toHexString(key.shape()) : key.text();
		byte[] digest = Arrays.copyOf(sha256().digest(full.getBytes(StandardCharsets.UTF_8)), DIGEST_BYTES);
		byte[] text = BASE64.encode(digest);
		byte[] made = Arrays.copyOf(this.prefix, this.prefix.length + text.length + 3);
		System.arraycopy(text, 0, made, this.prefix.length, text.length);
		made[made.length - 3] = '}';
		made[made.length - 2] = ':';
		made[made.length - 1] = suffix;
		return ByteBuffer.wrap(made);
	}

	/**
	 * Returns the glob, for {@code SCAN}, of all entries of the namespace. A namespace
	 * has no characters that mean something in a glob.
	 */
	String allEntries() {
		return new String(this.prefix, StandardCharsets.ISO_8859_1) + "*}:e";
	}

	private static MessageDigest sha256() {
		try {
			return (MessageDigest) SHA256.clone();
		}
		catch (CloneNotSupportedException ex) {
			return lookUp();
		}
	}

	private static MessageDigest lookUp() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
