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
			.filter((known) -> Spelling.distance(known, name.value()) <= Math.max(1, name.value().length() / 3))
			.min(Comparator.comparingInt((known) -> Spelling.distance(known, name.value())))
			.map((known) -> " Did you mean '" + known + "'?")
			.orElse("");
		throw new CacheException(
				"Cache '" + name + "' is not declared. Declared are " + this.declared + "." + suggestion,
				"Correct the name, or declare the cache below freshet.caching.caches." + name
						+ ", for example with its ttl; or allow any name with freshet.caching.declared-only=false.");
	}

}
