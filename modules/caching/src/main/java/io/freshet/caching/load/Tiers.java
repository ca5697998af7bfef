package io.freshet.caching.load;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.store.CacheObserver;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.RefusalReason;
import io.freshet.caching.store.StoredEntry;

/**
 * Finds and keeps entries in the tiers, by the settings of their caches.
 */
final class Tiers {

	private final CacheStore judged;

	private final CacheStore lastKnown;

	private final InvalidationLedger ledger;

	private final CacheRecorder recorder;

	private final InstantSource clock;

	private final CacheObserver observer;

	Tiers(CacheStore judged, CacheStore lastKnown, InvalidationLedger ledger, CacheRecorder recorder,
			InstantSource clock, CacheObserver observer) {
		this.judged = judged;
		this.lastKnown = lastKnown;
		this.ledger = ledger;
		this.recorder = recorder;
		this.clock = clock;
		this.observer = observer;
	}

	/**
	 * Looks an entry up.
	 * @param key the key
	 * @param failSafe the time for which an entry is used that cannot be judged
	 * @param tti the time after which an entry that nobody read counts as gone
	 * @return the entry, its soft expiry perhaps passed
	 */
	Mono<StoredEntry> find(EntryKey key, Duration failSafe, @Nullable Duration tti) {
		Mono<StoredEntry> found = this.observer.lookup(key.cache(), find(key, failSafe));
		return (tti == null) ? found : found.flatMap((entry) -> inUse(entry, tti));
	}

	/**
	 * Returns an entry that is read often enough; in place of one that is not, what
	 * another instance reads.
	 */
	private Mono<StoredEntry> inUse(StoredEntry entry, Duration tti) {
		long now = this.clock.millis();
		if (!entry.hasUse()) {
			shareUse(entry, now);
		}
		if (!entry.use().read(tti, now)) {
			return this.judged.findShared(entry.key()).doOnNext((shared) -> shared.use().read(tti, now));
		}
		if (!entry.use().isProlongedAt(tti, now)) {
			return Mono.just(entry);
		}
		Duration rest = entry.remaining(this.clock.instant());
		return this.judged.prolong(entry, (rest.compareTo(tti) < 0) ? rest : tti).thenReturn(entry);
	}

	/**
	 * What came from the shared tier has just been kept near, as an entry of its own.
	 */
	private void shareUse(StoredEntry entry, long now) {
		StoredEntry kept = this.judged.peek(entry.key(), now);
		if (kept != null) {
			entry.shareUse(kept);
		}
	}

	private Mono<StoredEntry> find(EntryKey key, Duration failSafe) {
		Mono<StoredEntry> found = this.judged.find(key);
		return failSafe.isZero() ? found : found.switchIfEmpty(Mono.defer(() -> {
			FreshnessView view = this.ledger.view();
			return (view.isCurrent() || view.age().compareTo(failSafe) > 0) ? Mono.empty() : this.lastKnown.find(key);
		}));
	}

	/**
	 * Looks several entries up, asking the shared tier once for all that are not near.
	 * @param keys the keys
	 * @param failSafe the time for which an entry is used that cannot be judged
	 * @param tti the time after which an entry that nobody read counts as gone
	 * @return the entries, their soft expiry perhaps passed
	 */
	Flux<StoredEntry> findAll(Set<EntryKey> keys, Duration failSafe, @Nullable Duration tti) {
		Flux<StoredEntry> found = this.judged.findAll(keys);
		Flux<StoredEntry> unwatched = failSafe.isZero() ? found : found.collectList()
			.flatMapMany((some) -> Flux.concat(Flux.fromIterable(some), lastKnown(keys, some, failSafe)));
		Flux<StoredEntry> all = this.observer.lookupAll(keys.iterator().next().cache(), keys.size(), unwatched);
		return (tti == null) ? all : all.flatMap((entry) -> inUse(entry, tti));
	}

	private Flux<StoredEntry> lastKnown(Set<EntryKey> keys, List<StoredEntry> found, Duration failSafe) {
		FreshnessView view = this.ledger.view();
		if (found.size() == keys.size() || view.isCurrent() || view.age().compareTo(failSafe) > 0) {
			return Flux.empty();
		}
		Set<EntryKey> missing = new LinkedHashSet<>(keys);
		found.forEach((entry) -> missing.remove(entry.key()));
		return this.lastKnown.findAll(missing);
	}

	/**
	 * Looks whether an entry is at hand that can be served without further ado.
	 * @param key the key
	 * @param now the time, milliseconds since 1970
	 * @return the entry, if it is valid and fresh; it is not counted
	 */
	@Nullable StoredEntry peek(EntryKey key, long now) {
		StoredEntry entry = peekKept(key, now);
		return (entry != null && !entry.isSoftExpired(now)) ? entry : null;
	}

	/**
	 * Looks whether an entry is at hand that is valid, its soft expiry perhaps passed.
	 * @param key the key
	 * @param now the time, milliseconds since 1970
	 * @return the entry; it is not counted
	 */
	@Nullable StoredEntry peekKept(EntryKey key, long now) {
		return this.judged.peek(key, now);
	}

	/**
	 * Looks whether another instance has loaded an entry anew.
	 * @param key the key
	 * @return the entry, if it is fresh
	 */
	Mono<StoredEntry> findShared(EntryKey key) {
		return this.judged.findShared(key).filter((entry) -> !entry.isSoftExpired(this.clock.millis()));
	}

	/**
	 * Judges an entry again that was found a while ago.
	 * @param entry the entry
	 * @param failSafe the time for which an entry is used that cannot be judged
	 * @return whether it may still be served
	 */
	boolean isStillGood(StoredEntry entry, Duration failSafe) {
		FreshnessView view = this.ledger.view();
		return (view.isCurrent() || view.age().compareTo(failSafe) <= 0) && !entry.isExpired(this.clock.millis())
				&& view.isValid(entry.stamp(), entry.keyText(), entry.tags());
	}

	/**
	 * Stores an entry, but spares the tiers one that is known to be invalid already, or
	 * that is not meant to last.
	 * @param entry the entry
	 * @param tti the time after which it counts as gone if nobody reads it
	 * @return the entry, when the near tier has it
	 */
	Mono<StoredEntry> store(StoredEntry entry, @Nullable Duration tti) {
		return store(entry, tti, this.judged::put);
	}

	/**
	 * Stores an entry as {@link #store(StoredEntry, Duration)} does.
	 * @param entry the entry
	 * @param tti the time after which it counts as gone if nobody reads it
	 * @return the entry, when other instances find it
	 */
	Mono<StoredEntry> share(StoredEntry entry, @Nullable Duration tti) {
		return store(entry, tti, this.judged::share);
	}

	private Mono<StoredEntry> store(StoredEntry entry, @Nullable Duration tti, Function<StoredEntry, Mono<Void>> keep) {
		return Mono.defer(() -> {
			RefusalReason refusal = refusal(entry);
			if (refusal != null) {
				this.recorder.refused(entry.key().cache(), refusal);
				return Mono.just(entry);
			}
			if (tti != null) {
				entry.use().begin(tti, this.clock.millis());
			}
			return keep.apply(entry).thenReturn(entry);
		});
	}

	private @Nullable RefusalReason refusal(StoredEntry entry) {
		if (!entry.expires().isAfter(entry.created())) {
			return entry.isWritable() ? RefusalReason.NOT_LASTING : RefusalReason.UNWRITABLE;
		}
		boolean valid = this.ledger.view().isValid(entry.stamp(), entry.keyText(), entry.tags());
		return valid ? null : RefusalReason.INVALIDATED;
	}

}
