package io.freshet.caching.autoconfigure;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheName;

/**
 * Refuses caches that have no settings of their own, where the application wants that: a
 * name that is misspelled in one place is then found at the start.
 */
final class DeclaredCaches {

	private final boolean declaredOnly;

	private final Collection<String> declared;

	DeclaredCaches(boolean declaredOnly, Collection<String> declared) {
		this.declaredOnly = declaredOnly;
		this.declared = new TreeSet<>(declared);
	}

	/**
	 * Admits a cache.
	 * @throws CacheException if it is not declared, with what it may have been meant to
	 * be
	 */
	void admit(CacheName name) {
		if (!this.declaredOnly || this.declared.contains(name.value())) {
			return;
		}
		String suggestion = this.declared.stream()
			.filter((known) -> distance(known, name.value()) <= Math.max(1, name.value().length() / 3))
			.min(Comparator.comparingInt((known) -> distance(known, name.value())))
			.map((known) -> " Did you mean '" + known + "'?")
			.orElse("");
		throw new CacheException(
				"Cache '" + name + "' is not declared. Declared are " + this.declared + "." + suggestion,
				"Correct the name, or declare the cache below freshet.caching.caches." + name
						+ ", for example with its ttl; or allow any name with freshet.caching.declared-only=false.");
	}

	/** Counts the characters to insert, to remove and to replace (Levenshtein). */
	private static int distance(String one, String other) {
		int[] row = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = diagonal + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
			}
		}
		return row[other.length()];
	}

}
