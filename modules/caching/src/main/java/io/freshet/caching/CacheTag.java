package io.freshet.caching;

import org.springframework.util.Assert;

/**
 * Label on entries, by which they are invalidated together (a surrogate key). An entry
 * carries the tags of everything that it was made from: the response that shows post 42
 * carries {@code post:42}.
 *
 * @param value the text: the kind of thing, a colon, and which one
 */
public record CacheTag(String value) {

	/**
	 * Longest text of a tag, in characters.
	 */
	public static final int MAX_LENGTH = 255;

	private static final int MAX_KIND = 64;

	private static final int MAX_ID = 191;

	/**
	 * Checks the text.
	 * @param value the text
	 * @throws IllegalArgumentException if the text is not a kind, a colon and an
	 * identifier without white space, commas, control characters and halves of surrogate
	 * pairs, {@value #MAX_LENGTH} characters at most
	 */
	public CacheTag {
		Assert.isTrue(isTag(value),
				() -> "Cache tag '" + value
						+ "' must be a kind, a colon and an identifier: a lower case letter, then up to "
						+ (MAX_KIND - 1) + " lower case letters, digits and hyphens; up to " + MAX_ID
						+ " characters without commas, white space and control characters; " + MAX_LENGTH
						+ " characters at most");
	}

	/**
	 * By hand, because tags are made for each call and a regular expression would take
	 * longer than a hit.
	 */
	private static boolean isTag(String value) {
		int colon = value.indexOf(':');
		int length = value.length() - colon - 1;
		if (colon < 1 || colon > MAX_KIND || length < 1 || length > MAX_ID || value.length() > MAX_LENGTH) {
			return false;
		}
		for (int i = 0; i < colon; i++) {
			char c = value.charAt(i);
			boolean letter = c >= 'a' && c <= 'z';
			if (!letter && (i == 0 || !(c == '-' || (c >= '0' && c <= '9')))) {
				return false;
			}
		}
		for (int i = colon + 1; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c <= ' ' || c == ',' || c == 0x7f || (Character.isSurrogate(c) && !isPair(value, i))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * What is written to the ledger and to Redis with half of a surrogate pair in it
	 * would be another tag.
	 */
	private static boolean isPair(String value, int at) {
		char c = value.charAt(at);
		return Character.isHighSurrogate(c) ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
				: Character.isHighSurrogate(value.charAt(at - 1));
	}

	/**
	 * Makes a tag.
	 * @param kind the kind of thing, for example {@code post}
	 * @param id which one, told by its text
	 * @return the tag
	 * @throws IllegalArgumentException if they do not make a tag as
	 * {@link CacheTag#CacheTag(String)} states
	 */
	public static CacheTag of(String kind, Object id) {
		return new CacheTag(kind + ":" + id);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
