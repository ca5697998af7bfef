package io.freshet.caching.load;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheName;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.RefusalReason;
import io.freshet.caching.store.StoredEntry;

/**
 * What all caches of an application share: the tiers, the ledger, the loads under way.
 * <p>
 * The order of a load is what makes it safe: the stamp is taken first, then the origin is
 * asked. Whatever is invalidated from then on is not visible in the stamp, so that the
 * entry judges itself invalid, however late it is stored and whoever reads it.
 */
public final class CacheEngine {

	private static final Mono<Boolean> IN_TRANSACTION = TransactionSynchronizationManager.forCurrentTransaction()
		.map(TransactionSynchronizationManager::isActualTransactionActive)
		.onErrorReturn(NoTransactionException.class, false);

	private final CacheStore store;

	private final CacheStore lastKnown;

	private final InvalidationLedger ledger;

	private final CacheRecorder recorder;

	private final InstantSource clock;

	private final Coalescer coalescer;

	/**
	 * Makes an engine.
	 * @param store the tiers, judged
	 * @param lastKnown the tiers, for caches that serve what cannot be judged
	 * @param ledger the ledger that gives the stamps
	 * @param background runs the loads
	 * @param recorder is told what happens
	 * @param clock gives the times of entries
	 */
	public CacheEngine(CacheStore store, CacheStore lastKnown, InvalidationLedger ledger, BackgroundWork background,
			CacheRecorder recorder, InstantSource clock) {
		this.store = store;
		this.lastKnown = lastKnown;
		this.ledger = ledger;
		this.recorder = recorder;
		this.clock = clock;
		this.coalescer = new Coalescer(ledger.view(), background, recorder);
	}

	/**
	 * Looks an entry up and adds its tags to the dependencies of the subscriber.
	 * @param key the key
	 * @param failSafe the time for which an entry is used that cannot be judged because
	 * the ledger cannot be read; zero if never
	 * @return the entry, which says whether it is stale; empty if there is none to use
	 */
	public Mono<StoredEntry> find(EntryKey key, Duration failSafe) {
		return Mono.deferContextual((context) -> judgedOrLastKnown(key, failSafe)
			.doOnSuccess((entry) -> this.recorder.request(key.cache(), entry != null))
			.doOnNext((entry) -> record(context, entry)));
	}

	private Mono<StoredEntry> judgedOrLastKnown(EntryKey key, Duration failSafe) {
		Mono<StoredEntry> judged = this.store.find(key);
		return failSafe.isZero() ? judged : judged.switchIfEmpty(Mono.defer(() -> {
			FreshnessView view = this.ledger.view();
			return (view.isCurrent() || view.age().compareTo(failSafe) > 0) ? Mono.empty() : this.lastKnown.find(key);
		}));
	}

	private static void record(ContextView context, StoredEntry entry) {
		CacheDependencies.record(context, entry.tags());
		if (entry.isStale()) {
			CacheDependencies.recordStale(context);
		}
	}

	/**
	 * Stores an entry, but spares the tiers one that is known to be invalid already, or
	 * that is not meant to last.
	 * @param entry the entry
	 * @return the entry, when the near tier has it
	 */
	public Mono<StoredEntry> store(StoredEntry entry) {
		return Mono.defer(() -> {
			RefusalReason refusal = refusal(entry);
			if (refusal != null) {
				this.recorder.refused(entry.key().cache(), refusal);
				return Mono.just(entry);
			}
			return this.store.put(entry).thenReturn(entry);
		});
	}

	private @Nullable RefusalReason refusal(StoredEntry entry) {
		if (!entry.expires().isAfter(entry.created())) {
			return entry.isWritable() ? RefusalReason.NOT_LASTING : RefusalReason.UNWRITABLE;
		}
		FreshnessView view = this.ledger.view();
		boolean valid = view.isValid(entry.stamp(), entry.keyText(), entry.tags());
		return valid ? null : RefusalReason.INVALIDATED;
	}

	/**
	 * Returns the stamp for a load that begins now.
	 * @return the stamp
	 */
	public Stamp stamp() {
		return this.ledger.view().stamp();
	}

	/**
	 * Returns the time by which entries are made and expire.
	 * @return the clock
	 */
	public InstantSource clock() {
		return this.clock;
	}

	/**
	 * Returns whether the subscriber wants the caches to be neither read nor filled: it
	 * is inside a transaction, where what it sees may not be committed, or
	 * {@link CacheBypass} is in its context.
	 * @param context the context of the subscriber
	 * @return the answer
	 */
	Mono<Boolean> isBypassed(ContextView context) {
		if (context.isEmpty()) {
			return Mono.just(false);
		}
		return CacheBypass.isIn(context) ? Mono.just(true) : IN_TRANSACTION;
	}

	void bypassed(CacheName cache) {
		this.recorder.bypass(cache);
	}

	/**
	 * Loads an entry, or joins the load of its key that runs already.
	 * @param key the key
	 * @param kind what the caller can use if there is a value
	 * @param maker asks the origin
	 * @return the entry; the error of the origin
	 */
	Mono<StoredEntry> load(EntryKey key, EntryKind kind, EntryMaker maker) {
		return Mono.deferContextual((context) -> this.coalescer.load(key, kind, loadAndStore(key, maker))
			.doOnNext((entry) -> record(context, entry)));
	}

	private Mono<StoredEntry> loadAndStore(EntryKey key, EntryMaker maker) {
		return Mono.deferContextual((context) -> {
			CacheDependencies dependencies = CacheDependencies.open(context);
			Stamp stamp = stamp();
			Instant begun = this.clock.instant();
			return maker.make(stamp, dependencies)
				.contextWrite(dependencies::into)
				.doOnSuccess((entry) -> recordLoad(key, begun, true))
				.doOnError((ex) -> recordLoad(key, begun, false))
				.flatMap(this::store)
				.map((entry) -> dependencies.isStale() ? entry.asStale() : entry);
		});
	}

	private void recordLoad(EntryKey key, Instant begun, boolean succeeded) {
		this.recorder.load(key.cache(), Duration.between(begun, this.clock.instant()), succeeded);
	}

	/**
	 * Asks the origin and makes an entry of its answer.
	 */
	@FunctionalInterface
	interface EntryMaker {

		/**
		 * Makes the entry.
		 * @param stamp the stamp of the load
		 * @param dependencies collects the tags of what the origin reads from caches
		 * @return the entry, which is already expired if it must not be kept
		 */
		Mono<StoredEntry> make(Stamp stamp, CacheDependencies dependencies);

	}

}
