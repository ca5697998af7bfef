package io.freshet.caching.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.administration.Verdict;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryTimes;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.Tier;

/**
 * Looks entries up for one explanation, past all that counts or judges, and remembers
 * what each tier held. Finds for the decision what the tiers would find: what is valid,
 * near before shared. One subscriber at a time.
 */
final class StoredCopies implements ResponseStore.Finder {

	private final CacheStore near;

	private final CacheStore shared;

	private final FreshnessView view;

	private final Instant now;

	private final Map<EntryKey, List<Copy>> seen = new LinkedHashMap<>();

	private boolean sharedReached = true;

	StoredCopies(CacheStore near, CacheStore shared, FreshnessView view, Instant now) {
		this.near = near;
		this.shared = shared;
		this.view = view;
		this.now = now;
	}

	@Override
	public Mono<StoredEntry> find(EntryKey key, Duration failSafe) {
		return look(key).flatMap((copies) -> Mono.justOrEmpty(usable(copies, failSafe)));
	}

	/** As the tiers do, with the mildest judgement only where there is no other. */
	private @Nullable StoredEntry usable(List<Copy> copies, Duration failSafe) {
		boolean lastKnown = this.view.age().compareTo(failSafe) <= 0;
		for (Copy copy : copies) {
			if (copy.verdict() == Verdict.VALID) {
				return copy.entry();
			}
			if (copy.verdict() == Verdict.UNJUDGED && lastKnown) {
				return copy.entry().asStale();
			}
		}
		return null;
	}

	/**
	 * Looks into both tiers.
	 * @param key the key
	 * @return what they hold under it, near before shared
	 */
	Mono<List<Copy>> look(EntryKey key) {
		List<Copy> known = this.seen.get(key);
		return (known != null) ? Mono.just(known)
				: Flux.concat(this.near.find(key).map((entry) -> copy(entry, Tier.NEAR)),
						this.shared.find(key).map((entry) -> copy(entry, Tier.SHARED)).onErrorResume((ex) -> {
							this.sharedReached = false;
							return Mono.empty();
						}))
					.collectList()
					.doOnNext((copies) -> this.seen.put(key, copies));
	}

	/** Apart from the store, which would keep what is decoded in place of the payload. */
	private Copy copy(StoredEntry entry, Tier tier) {
		StoredEntry apart = new StoredEntry(entry.key(), entry.kind(), entry.payload(),
				new EntryTimes(entry.created(), entry.softExpiry(), entry.expires(), entry.loadTime()), entry.tags(),
				entry.stamp());
		return new Copy(apart, tier, Verdict.of(EntryHead.of(apart, 0), this.view, this.now));
	}

	/**
	 * Returns all that was seen so far.
	 */
	List<Copy> all() {
		return this.seen.values().stream().flatMap(Collection::stream).toList();
	}

	/**
	 * Returns all that was seen so far, once where both tiers hold the same.
	 */
	List<List<Copy>> distinct() {
		Map<List<Object>, List<Copy>> same = new LinkedHashMap<>();
		for (Copy copy : all()) {
			StoredEntry entry = copy.entry();
			same.computeIfAbsent(List.of(entry.key(), entry.created(), entry.stamp(), copy.verdict()),
					(none) -> new ArrayList<>())
				.add(copy);
		}
		return List.copyOf(same.values());
	}

	boolean isSharedReached() {
		return this.sharedReached;
	}

	/**
	 * What a tier holds.
	 *
	 * @param entry the entry
	 * @param tier the tier
	 * @param verdict whether it counts
	 */
	record Copy(StoredEntry entry, Tier tier, Verdict verdict) {
	}

}
