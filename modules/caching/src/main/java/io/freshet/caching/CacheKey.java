package io.freshet.caching;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Identifies an entry inside one cache.
 * <p>
 * Two lists of parts give the same key only if they are equal part by part: what has a
 * meaning in a key is escaped inside a part, and {@code null}, or no part at all, differs
 * from every text. A part is told by its {@link String#valueOf(Object) text}, so it must
 * have a text that identifies it; a record does.
 *
 * @param value the text of the key; readable, so that it can be searched with a glob
 */
public record CacheKey(String value) {

	/**
	 * Longest text of a key, in characters. A longer one is cut and ends with the SHA-256
	 * of the whole; so does one that could not be written down as it is, because it has
	 * halves of surrogate pairs or the character 0.
	 */
	public static final int MAX_LENGTH = 512;

	private static final char SEPARATOR = ':';

	private static final char ESCAPE = '\\';

	private static final char CUT = '#';

	private static final int DIGEST_LENGTH = 43;

	private static final char REPLACEMENT = '\ufffd';

	/** No UTF-8 begins with it. */
	private static final byte NOT_UTF_8 = (byte) 0xff;

	/**
	 * Cuts a text that is too long, or that cannot be written down.
	 * @param value the text
	 */
	public CacheKey {
		if (value.length() > MAX_LENGTH || !isWritable(value)) {
			value = beginning(value) + CUT + digest(value);
		}
	}

	private static boolean isWritable(String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c == 0) {
				return false;
			}
			if (Character.isSurrogate(c)) {
				int point = value.codePointAt(i);
				if (!Character.isSupplementaryCodePoint(point)) {
					return false;
				}
				i++;
			}
		}
		return true;
	}

	private static String beginning(String value) {
		StringBuilder text = new StringBuilder(MAX_LENGTH);
		int room = MAX_LENGTH - DIGEST_LENGTH - 1;
		for (int i = 0; i < value.length(); i++) {
			int point = value.codePointAt(i);
			if (text.length() + Character.charCount(point) > room) {
				break;
			}
			boolean writable = point != 0 && !(Character.isBmpCodePoint(point) && Character.isSurrogate((char) point));
			text.appendCodePoint(writable ? point : REPLACEMENT);
			i += Character.charCount(point) - 1;
		}
		return text.toString();
	}

	/**
	 * Makes a key of its parts.
	 * @param parts the parts, in order
	 * @return the key
	 */
	public static CacheKey of(@Nullable Object... parts) {
		if (parts.length == 1 && parts[0] instanceof Number number) {
			return new CacheKey(number.toString());
		}
		StringBuilder text = new StringBuilder(32);
		if (parts.length == 0) {
			text.append(ESCAPE).append('1');
		}
		for (int i = 0; i < parts.length; i++) {
			if (i > 0) {
				text.append(SEPARATOR);
			}
			append(text, parts[i]);
		}
		return new CacheKey(text.toString());
	}

	private static void append(StringBuilder text, @Nullable Object part) {
		if (part == null) {
			text.append(ESCAPE).append('0');
			return;
		}
		String value = String.valueOf(part);
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c == CUT) {
				// Written without it, so that no key looks like one that was cut.
				text.append(ESCAPE).append('2');
			}
			else if (c == SEPARATOR || c == ESCAPE) {
				text.append(ESCAPE).append(c);
			}
			else {
				text.append(c);
			}
		}
	}

	private static String digest(String value) {
		try {
			MessageDigest sha = MessageDigest.getInstance("SHA-256");
			if (isWritable(value)) {
				sha.update(value.getBytes(StandardCharsets.UTF_8));
			}
			else {
				sha.update(NOT_UTF_8);
				for (int i = 0; i < value.length(); i++) {
					sha.update((byte) (value.charAt(i) >> 8));
					sha.update((byte) value.charAt(i));
				}
			}
			return Base64.getUrlEncoder().withoutPadding().encodeToString(sha.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return this.value;
	}

}
