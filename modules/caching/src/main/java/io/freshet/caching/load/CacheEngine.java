package io.freshet.caching.load;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.CacheObserver;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

/**
 * What all caches of an application share: the tiers, the ledger, the loads under way.
 */
public final class CacheEngine {

	private final InvalidationLedger ledger;

	private final CacheRecorder recorder;

	private final InstantSource clock;

	private final Tiers tiers;

	private final ReadThrough readThrough;

	private final StreamedReads streamedReads;

	private final BatchReads batchReads;

	private final Lifetimes lifetimes;

	private final SettingsInForce settings;

	private final CacheObserver observer;

	/**
	 * Makes an engine.
	 * @param store the tiers, judged
	 * @param lastKnown the tiers, for caches that serve what cannot be judged
	 * @param ledger the ledger that gives the stamps
	 * @param background runs the loads
	 * @param recorder is told what happens
	 * @param clock gives the times of entries
	 * @param options what an engine can do without
	 */
	public CacheEngine(CacheStore store, CacheStore lastKnown, InvalidationLedger ledger, BackgroundWork background,
			CacheRecorder recorder, InstantSource clock, EngineOptions options) {
		this.ledger = ledger;
		this.recorder = recorder;
		this.clock = clock;
		this.tiers = new Tiers(store, lastKnown, ledger, recorder, clock, options.observer());
		Loads loads = new Loads(this.tiers, ledger.view(), background,
				new LeasedLoads(options.leases(), recorder, options.timer()), recorder, clock, options);
		this.readThrough = new ReadThrough(this.tiers, loads,
				new HitSamples(ledger.view(), background, recorder, clock, options), recorder, clock, options);
		this.streamedReads = new StreamedReads(this.readThrough, loads, options.timer());
		this.batchReads = new BatchReads(this.readThrough, this.tiers, loads.inBatches(), options.timer());
		this.observer = options.observer();
		this.lifetimes = new Lifetimes(options.longestLifetime(), options.random());
		this.settings = new SettingsInForce(options.overrides(), this.lifetimes);
	}

	/**
	 * Makes an engine with default options.
	 * @param store the tiers, judged
	 * @param lastKnown the tiers, for caches that serve what cannot be judged
	 * @param ledger the ledger that gives the stamps
	 * @param background runs the loads
	 * @param recorder is told what happens
	 * @param clock gives the times of entries
	 */
	public CacheEngine(CacheStore store, CacheStore lastKnown, InvalidationLedger ledger, BackgroundWork background,
			CacheRecorder recorder, InstantSource clock) {
		this(store, lastKnown, ledger, background, recorder, clock, EngineOptions.defaults());
	}

	/**
	 * Looks an entry up and adds its tags to the dependencies of the subscriber.
	 * @param key the key
	 * @param failSafe the time for which an entry is used that cannot be judged because
	 * the ledger cannot be read; zero if never
	 * @return the entry, before its soft expiry, which says whether it is stale; empty if
	 * there is none to use
	 */
	public Mono<StoredEntry> find(EntryKey key, Duration failSafe) {
		return find(key, failSafe, null);
	}

	/**
	 * Looks an entry up, fresh or not.
	 * @param key the key
	 * @param failSafe the time for which an entry is used that cannot be judged because
	 * the ledger cannot be read; zero if never
	 * @return the entry, which says whether it is stale by the ledger, its soft expiry
	 * perhaps passed; empty if there is none to use
	 */
	public Mono<StoredEntry> findKept(EntryKey key, Duration failSafe) {
		return this.tiers.find(key, failSafe, null);
	}

	/**
	 * Looks for an entry that is at hand, fresh or not. It is not counted.
	 * @param key the key
	 * @param now the time, milliseconds since 1970
	 * @return the entry, valid by the ledger; null if there is none in memory
	 */
	public @Nullable StoredEntry peek(EntryKey key, long now) {
		return this.tiers.peekKept(key, now);
	}

	/**
	 * Returns what is known of invalidations.
	 * @return the view
	 */
	public FreshnessView view() {
		return this.ledger.view();
	}

	/**
	 * Cuts a lifetime to the longest for which an entry can be judged.
	 * @param lifetime the lifetime
	 * @return that, or the longest one
	 */
	public Duration limit(Duration lifetime) {
		return this.lifetimes.limit(lifetime);
	}

	Mono<StoredEntry> find(EntryKey key, Duration failSafe, @Nullable Duration tti) {
		return Mono.deferContextual((context) -> this.tiers.find(key, failSafe, tti)
			.filter((entry) -> !entry.isSoftExpired(this.clock.millis()))
			.doOnSuccess((entry) -> this.recorder.request(key.cache(), entry != null))
			.doOnNext((entry) -> {
				if (entry.kind() == EntryKind.ABSENT) {
					this.recorder.absence(key.cache());
				}
				ReadThrough.record(entry, context);
			}));
	}

	/**
	 * Stores an entry, but spares the tiers one that is known to be invalid already, or
	 * that is not meant to last.
	 * @param entry the entry
	 * @return the entry, when the near tier has it
	 */
	public Mono<StoredEntry> store(StoredEntry entry) {
		return this.tiers.store(entry, null);
	}

	Mono<StoredEntry> store(StoredEntry entry, @Nullable Duration tti) {
		return this.tiers.store(entry, tti);
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
	 * Returns what watches the caches for traces.
	 * @return the observer
	 */
	public CacheObserver observer() {
		return this.observer;
	}

	/**
	 * Returns what holds for caches now.
	 */
	SettingsInForce settings() {
		return this.settings;
	}

	Lifetimes lifetimes() {
		return this.lifetimes;
	}

	/**
	 * Reads an entry, and has it loaded where there is none to serve.
	 * @param reading what to read
	 * @return the entry; the error of the load
	 */
	Mono<StoredEntry> read(Reading reading) {
		return this.readThrough.read(reading);
	}

	/**
	 * Reads an entry of several values, which are handed on as they come where it has to
	 * be loaded.
	 * @param reading what to read
	 * @param origin emits the values
	 * @return the values; the error of the load
	 */
	<V> Flux<V> stream(Reading reading, StreamedOrigin<V> origin) {
		return this.streamedReads.read(reading, origin);
	}

	/**
	 * Reads entries, and has loaded together what there is not to serve.
	 * @param reading what to read
	 * @param keys the keys
	 * @return an entry for each key; the error of the load
	 */
	Mono<List<StoredEntry>> readAll(BatchReading reading, Set<EntryKey> keys) {
		return this.batchReads.read(reading, keys);
	}

	/**
	 * Returns the lifetime of what is loaded now.
	 * @param cache the cache
	 * @param configured what was configured
	 * @return that, or what an administrator said
	 */
	public Duration effectiveTtl(CacheName cache, Duration configured) {
		return this.settings.ttl(cache, configured);
	}

	/**
	 * Returns whether an administrator has switched a cache off.
	 * @param cache the cache
	 * @return whether to pass it by
	 */
	public boolean isSwitchedOff(CacheName cache) {
		return this.settings.isSwitchedOff(cache);
	}

	/**
	 * Looks for an entry that is at hand and asks for nothing but to be served.
	 * @param key the key
	 * @param configured the settings, before an administrator changed them
	 * @param context the context of the subscriber
	 * @return the entry, to be told of by {@link #hit} if it is served
	 */
	@Nullable StoredEntry atHand(EntryKey key, CachePolicy configured, ContextView context) {
		CachePolicy policy = this.settings.unlessBypassed(key.cache(), configured, context);
		return (policy != null) ? this.readThrough.atHand(key, policy) : null;
	}

	void hit(StoredEntry entry, ContextView context) {
		this.readThrough.hit(entry, context);
	}

	/**
	 * Has a hit compared with its origin behind the caller's back, if it is one of those
	 * that are drawn for that.
	 * @param reading what was read
	 * @param entry the entry that is served
	 */
	void sample(Reading reading, StoredEntry entry) {
		this.readThrough.sample(reading, entry);
	}

	void bypassed(CacheName cache) {
		this.recorder.bypass(cache);
	}

}
