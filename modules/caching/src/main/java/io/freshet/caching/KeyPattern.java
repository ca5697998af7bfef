package io.freshet.caching;

import org.springframework.util.Assert;

/**
 * Glob over the full texts of keys, that is the cache name, a colon and the key:
 * {@code *} stands for any characters, {@code ?} for one, and a backslash takes the
 * meaning from the character behind it.
 *
 * @param value the text of the glob
 */
public record KeyPattern(String value) {

	/**
	 * Matches every key.
	 */
	public static final KeyPattern ALL = new KeyPattern("*");

	/**
	 * Longest text of a glob, in characters.
	 */
	public static final int MAX_LENGTH = 1024;

	/**
	 * Checks the text.
	 * @param value the text of the glob
	 * @throws IllegalArgumentException if the text is empty or too long
	 */
	public KeyPattern {
		Assert.isTrue(!value.isEmpty() && value.length() <= MAX_LENGTH,
				() -> "Key pattern must have 1 to " + MAX_LENGTH + " characters");
	}

	/**
	 * Makes a pattern.
	 * @param value the text of the glob
	 * @return the pattern
	 * @throws IllegalArgumentException if the text is empty or too long
	 */
	public static KeyPattern of(String value) {
		return new KeyPattern(value);
	}

	/**
	 * Returns whether a key matches. Takes time in proportion to the product of both
	 * lengths at the worst.
	 * @param key the full text of the key
	 * @return whether all of it matches
	 */
	public boolean matches(String key) {
		int p = 0;
		int k = 0;
		int starAt = -1;
		int resumeAt = 0;
		while (k < key.length()) {
			if (p < this.value.length() && this.value.charAt(p) == '*') {
				starAt = p++;
				resumeAt = k;
			}
			else if (p < this.value.length() && matchesOne(p, key.charAt(k))) {
				p = next(p);
				k++;
			}
			else if (starAt >= 0) {
				p = starAt + 1;
				k = ++resumeAt;
			}
			else {
				return false;
			}
		}
		while (p < this.value.length() && this.value.charAt(p) == '*') {
			p++;
		}
		return p == this.value.length();
	}

	private boolean matchesOne(int p, char c) {
		char expected = this.value.charAt(p);
		if (expected == '?') {
			return true;
		}
		return isEscape(p) ? this.value.charAt(p + 1) == c : expected == c;
	}

	private int next(int p) {
		return isEscape(p) ? p + 2 : p + 1;
	}

	private boolean isEscape(int p) {
		return this.value.charAt(p) == '\\' && p + 1 < this.value.length();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
