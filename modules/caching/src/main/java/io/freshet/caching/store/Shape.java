package io.freshet.caching.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Makes the numbers of {@link ValueCodec#shape()}.
 */
public final class Shape {

	private Shape() {
	}

	/**
	 * Hashes the description of a form: the beginning of its SHA-256, the same on every
	 * machine.
	 * @param description tells the form apart from all others, for example
	 * {@code post, version 2}
	 * @return the hash, never 0
	 */
	public static long of(String description) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(description.getBytes(StandardCharsets.UTF_8));
			long hash = ByteBuffer.wrap(digest).getLong();
			return (hash != 0) ? hash : 1;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
