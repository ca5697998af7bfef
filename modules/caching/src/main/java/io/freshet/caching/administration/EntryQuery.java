package io.freshet.caching.administration;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.Tier;

/**
 * Which entries somebody wants to see.
 *
 * @param tier the tier that is looked into
 * @param pattern what the full key has to match
 * @param tag the cache tag that they have to carry, {@code null} if any will do
 * @param cache the cache that they have to be of, {@code null} if any will do
 * @param position where to go on, as the page before said; empty to begin
 * @param limit how many are enough
 */
public record EntryQuery(Tier tier, KeyPattern pattern, @Nullable CacheTag tag, @Nullable CacheName cache,
		String position, int limit) {

	boolean wants(EntryHead head) {
		return (this.cache == null || head.key().cache().equals(this.cache))
				&& (this.tag == null || head.tags().contains(this.tag))
				&& (this.pattern.equals(KeyPattern.ALL) || this.pattern.matches(head.key().text()));
	}

}
