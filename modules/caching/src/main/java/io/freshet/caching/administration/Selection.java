package io.freshet.caching.administration;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;

/**
 * The entries that an administrator means.
 */
public sealed interface Selection {

	/**
	 * All entries.
	 */
	Selection ALL = new ByKey(KeyPattern.ALL);

	/**
	 * Entries whose keys match a pattern.
	 *
	 * @param pattern the pattern
	 */
	record ByKey(KeyPattern pattern) implements Selection {

		@Override
		public String toString() {
			return this.pattern.value();
		}

	}

	/**
	 * Entries that carry a cache tag.
	 *
	 * @param tag the tag
	 */
	record ByTag(CacheTag tag) implements Selection {

		@Override
		public String toString() {
			return this.tag.value();
		}

	}

}
