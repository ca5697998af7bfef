package io.freshet.caching;

import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * Name of one logical cache with one policy, for example {@code posts}. It is part of
 * every key, of the settings below {@code freshet.caching.caches} and of the meter tag
 * {@code cache}.
 *
 * @param value the name: a lower case letter, then lower case letters, digits and
 * hyphens, 64 characters at most
 */
public record CacheName(String value) implements Comparable<CacheName> {

	private static final Pattern SYNTAX = Pattern.compile("[a-z][a-z0-9-]{0,63}");

	/**
	 * Checks the name.
	 * @param value the text
	 * @throws IllegalArgumentException if the name is not of that form
	 */
	public CacheName {
		Assert.isTrue(SYNTAX.matcher(value).matches(),
				() -> "Cache name '" + value + "' must match " + SYNTAX.pattern());
	}

	/**
	 * Makes a name.
	 * @param value the name
	 * @return the name
	 * @throws IllegalArgumentException if the name is not of the form that
	 * {@link CacheName} states
	 */
	public static CacheName of(String value) {
		return new CacheName(value);
	}

	@Override
	public int compareTo(CacheName other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
