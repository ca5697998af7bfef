package io.freshet.caching;

import java.util.regex.Pattern;

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

	/**
	 * No half of a surrogate pair either: what is written to the ledger and to Redis
	 * would be another tag.
	 */
	private static final Pattern SYNTAX = Pattern.compile("[a-z][a-z0-9-]{0,63}:[^\\s,\\p{Cntrl}\\p{Cs}]{1,191}");

	/**
	 * Checks the text.
	 * @param value the text
	 * @throws IllegalArgumentException if the text is not a kind, a colon and an
	 * identifier without white space, commas, control characters and halves of surrogate
	 * pairs, {@value #MAX_LENGTH} characters at most
	 */
	public CacheTag {
		Assert.isTrue(value.length() <= MAX_LENGTH && SYNTAX.matcher(value).matches(),
				() -> "Cache tag '" + value + "' must be a kind, a colon and an identifier, of " + MAX_LENGTH
						+ " characters at most, matching " + SYNTAX.pattern());
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
