package io.freshet.caching.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What stands for a key where the key itself must not be seen, which may be personal, or
 * would be too long: the first 128 bits of the SHA-256 of its text and shape, in the
 * alphabet of Base64 for URLs.
 */
public final class KeyDigest {

	private static final int BYTES = 16;

	private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

	/** Looking a digest up by its name costs as much as the digest. */
	private static final MessageDigest SHA256 = lookUp();

	private KeyDigest() {
	}

	/**
	 * Makes the digest of a key.
	 * @param key the key
	 * @return the characters of the digest, all of ASCII
	 */
	public static byte[] of(EntryKey key) {
		String full = (key.shape() != 0) ? key.text() + '\0' + Long.toHexString(key.shape()) : key.text();
		return BASE64.encode(Arrays.copyOf(sha256().digest(full.getBytes(StandardCharsets.UTF_8)), BYTES));
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
