package io.freshet.caching.administration;

import java.util.Map;
import java.util.function.Predicate;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;
import io.freshet.caching.administration.CachingReport.SharedReport;
import io.freshet.caching.redis.RedisSearch.Page;
import io.freshet.caching.redis.RedisSearch.Walked;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoreContent;
import io.freshet.caching.store.StoredEntry;

/**
 * Looks into the shared tier.
 */
public interface SharedTierInspector {

	/**
	 * Returns the tier itself.
	 * @return the store; one that keeps nothing if there is no shared tier
	 */
	CacheStore store();

	/**
	 * Inspects the tier.
	 * @return what was found; never an error
	 */
	Mono<Inspected> inspect();

	/**
	 * Looks at the tier, without walking through its keys.
	 * @return what was found, and counted before; never an error
	 */
	Mono<Inspected> glance();

	/**
	 * Walks through all entries in short steps.
	 * @param wanted which ones are wanted
	 * @param remove whether to remove those
	 * @return the steps; an error if the tier cannot be reached
	 */
	Flux<Walked> walk(Predicate<EntryHead> wanted, boolean remove);

	/**
	 * Reads one page of entries.
	 * @param position where to go on, as the page before said; empty to begin
	 * @param limit how many entries are enough; a few more may come
	 * @param wanted which ones are wanted
	 * @return the page; an error if the tier cannot be reached, or if no page said so
	 */
	Mono<Page> page(String position, int limit, Predicate<EntryHead> wanted);

	/**
	 * Looks an entry up.
	 * @param digest the digest of its key
	 * @return the entry; empty if there is none; an error if the tier cannot be reached
	 */
	Mono<StoredEntry> find(String digest);

	/**
	 * Removes an entry.
	 * @param key its key
	 * @return whether there was one; an error if the tier cannot be reached
	 */
	Mono<Boolean> remove(EntryKey key);

	/**
	 * What was found in the shared tier.
	 *
	 * @param report the state of the tier
	 * @param caches what it holds of each cache
	 */
	record Inspected(SharedReport report, Map<CacheName, StoreContent> caches) {
	}

}
