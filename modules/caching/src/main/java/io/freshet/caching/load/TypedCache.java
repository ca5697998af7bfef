package io.freshet.caching.load;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.CacheTtl;
import io.freshet.caching.CacheValue;
import io.freshet.caching.CacheValue.Absent;
import io.freshet.caching.CacheValue.Present;
import io.freshet.caching.CachingOperator;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.ValueCodec;

/**
 * A cache for values of one type, over the engine that all caches share.
 */
final class TypedCache<V> implements StampedCache<V> {

	private final CacheName name;

	private final CachePolicy policy;

	private final ValueEntries<V> entries;

	private final CacheEngine engine;

	private final SettingsInForce settings;

	private final TransactionalInvalidator invalidator;

	TypedCache(CacheName name, CachePolicy policy, ValueCodec<V> one, ValueCodec<List<V>> many, CacheEngine engine,
			TransactionalInvalidator invalidator) {
		this(name, policy, new ValueEntries<>(name, one, many, engine.lifetimes(), engine.clock()), engine,
				invalidator);
	}

	private TypedCache(CacheName name, CachePolicy policy, ValueEntries<V> entries, CacheEngine engine,
			TransactionalInvalidator invalidator) {
		this.name = name;
		this.policy = policy;
		this.entries = entries;
		this.engine = engine;
		this.settings = engine.settings();
		this.invalidator = invalidator;
	}

	@Override
	public CacheName name() {
		return this.name;
	}

	@Override
	public ReactiveCache<V> with(UnaryOperator<CachePolicy> change) {
		return new TypedCache<>(this.name, change.apply(this.policy), this.entries, this.engine, this.invalidator);
	}

	@Override
	public CachingOperator<V> caching(CacheKey key, CacheTagger<? super V> tagger) {
		return cachingBy(key, tagger, null);
	}

	@Override
	public CachingOperator<V> caching(CacheKey key, CacheTagger<? super V> tagger, CacheTtl<? super V> ttl) {
		return cachingBy(key, tagger, this.settings.shortened(this.name, ttl));
	}

	private CachingOperator<V> cachingBy(CacheKey key, CacheTagger<? super V> tagger,
			@Nullable CacheTtl<? super V> ttl) {
		EntryKey one = this.entries.keyOfOne(key);
		return (origin) -> (origin instanceof Mono<V> mono) ? readOne(one, mono, tagger, ttl)
				: readMany(this.entries.keyOfMany(key), Flux.from(origin), tagger, ttl);
	}

	/** The settings that hold now. */
	private CachePolicy policy() {
		return this.settings.of(this.name, this.policy);
	}

	/**
	 * A hit in memory takes no chain of operators, which would cost several times the
	 * look-up.
	 */
	private Mono<V> readOne(EntryKey key, Mono<V> origin, CacheTagger<? super V> tagger,
			@Nullable CacheTtl<? super V> ttl) {
		Supplier<Reading> reading = () -> {
			Marking<V> marking = new Marking<>(policy(), tagger, ttl);
			return new Reading(key, EntryKind.ONE, marking.policy(), this.entries::isReadableAsOne,
					this.entries::isSame, (beginning) -> this.entries.makeOne(key, origin, marking, beginning));
		};
		return Mono.deferContextual((context) -> {
			V value = oneAtHand(key, reading, context);
			return (value != null) ? Mono.just(value) : unlessBypassed(() -> readThrough(reading),
					() -> new Marking<V>(this.policy, tagger, ttl).told(origin, context));
		});
	}

	private Mono<V> readThrough(Supplier<Reading> reading) {
		return this.engine.read(reading.get())
			.mapNotNull((entry) -> (entry.kind() == EntryKind.ONE) ? this.entries.one(entry) : null);
	}

	private @Nullable V oneAtHand(EntryKey key, Supplier<Reading> reading, ContextView context) {
		StoredEntry entry = this.engine.atHand(key, this.policy, context);
		if (entry == null || entry.kind() != EntryKind.ONE || !this.entries.isReadableAsOne(entry)) {
			return null;
		}
		this.engine.hit(entry, context);
		if (this.policy.stalenessSampling() > 0) {
			this.engine.sample(reading.get(), entry);
		}
		return this.entries.one(entry);
	}

	private Flux<V> readMany(EntryKey key, Flux<V> origin, CacheTagger<? super V> tagger,
			@Nullable CacheTtl<? super V> ttl) {
		Flux<V> read = Flux.defer(() -> {
			Marking<V> marking = new Marking<>(policy(), tagger, ttl);
			return this.engine.stream(new Reading(key, EntryKind.MANY, marking.policy(), this.entries::isReadableAsMany,
					this.entries::isSame, (beginning) -> this.entries.makeMany(key, origin, marking, beginning)),
					new StreamedOrigin<>(this.entries, key, origin, marking));
		});
		return Flux.deferContextual((context) -> this.settings.isBypassed(this.name, context)
			.flatMapMany((bypassed) -> bypassed
					? bypassing(() -> new Marking<V>(this.policy, tagger, ttl).told(origin, context)) : read));
	}

	private <T> Mono<T> unlessBypassed(Supplier<Mono<T>> normally, Supplier<Mono<T>> instead) {
		return Mono.deferContextual((context) -> this.settings.isSurelyNotBypassed(this.name, context) ? normally.get()
				: this.settings.isBypassed(this.name, context)
					.flatMap((bypassed) -> bypassed ? bypassing(instead) : normally.get()));
	}

	private <P extends Publisher<?>> P bypassing(Supplier<P> instead) {
		this.engine.bypassed(this.name);
		return instead.get();
	}

	@Override
	public Mono<CacheValue<V>> lookup(CacheKey key) {
		EntryKey entryKey = this.entries.keyOfOne(key);
		return unlessBypassed(() -> this.engine.find(entryKey, this.policy.failSafe(), this.policy.tti())
			.filter((entry) -> entry.kind() != EntryKind.ERROR && this.entries.isReadableAsOne(entry))
			.map((entry) -> (entry.kind() == EntryKind.ONE) ? new Present<>(this.entries.one(entry)) : new Absent<>()),
				Mono::empty);
	}

	@Override
	public Mono<Map<CacheKey, V>> getAll(Collection<CacheKey> keys,
			Function<? super Set<CacheKey>, ? extends Mono<Map<CacheKey, V>>> loader,
			Function<? super CacheKey, ? extends CacheTagger<? super V>> taggers) {
		return getAllBy(keys, loader, taggers, null);
	}

	@Override
	public Mono<Map<CacheKey, V>> getAll(Collection<CacheKey> keys,
			Function<? super Set<CacheKey>, ? extends Mono<Map<CacheKey, V>>> loader,
			Function<? super CacheKey, ? extends CacheTagger<? super V>> taggers, CacheTtl<? super V> ttl) {
		return getAllBy(keys, loader, taggers, this.settings.shortened(this.name, ttl));
	}

	private Mono<Map<CacheKey, V>> getAllBy(Collection<CacheKey> keys,
			Function<? super Set<CacheKey>, ? extends Mono<Map<CacheKey, V>>> loader,
			Function<? super CacheKey, ? extends CacheTagger<? super V>> taggers, @Nullable CacheTtl<? super V> ttl) {
		return Mono.defer(() -> {
			Set<CacheKey> wanted = Collections.unmodifiableSet(new LinkedHashSet<>(keys));
			if (wanted.isEmpty()) {
				return Mono.just(Map.of());
			}
			if (wanted.size() > MAX_KEYS) {
				return Mono.error(new IllegalArgumentException(
						wanted.size() + " keys of cache '" + this.name + "' at once, allowed are " + MAX_KEYS));
			}
			BatchOrigin<V> origin = new BatchOrigin<>(this.entries, policy(), loader, taggers, ttl);
			return unlessBypassed(() -> readAll(wanted, origin), () -> origin.told(wanted));
		});
	}

	private Mono<Map<CacheKey, V>> readAll(Set<CacheKey> wanted, BatchOrigin<V> origin) {
		Set<EntryKey> keys = new LinkedHashSet<>();
		wanted.forEach((key) -> keys.add(this.entries.keyOfOne(key)));
		BatchReading reading = new BatchReading(this.name, origin.policy(), this.entries::isReadableAsOne,
				origin::make);
		return this.engine.readAll(reading, keys).map((found) -> origin.valuesOf(wanted, found));
	}

	@Override
	public Mono<Void> put(CacheKey key, V value, CacheTag... tags) {
		EntryKey entryKey = this.entries.keyOfOne(key);
		Set<CacheTag> all = Set.copyOf(List.of(tags));
		return unlessBypassed(() -> this.engine
			.store(this.entries.entryOf(entryKey, value, policy(), all, this.engine.stamp()), this.policy.tti())
			.then(), Mono::empty);
	}

	@Override
	public Mono<Void> fill(CacheKey key, @Nullable V value, Set<CacheTag> tags, Stamp stamp) {
		EntryKey entryKey = this.entries.keyOfOne(key);
		return unlessBypassed(
				() -> this.engine.store(this.entries.filled(entryKey, value, policy(), tags, stamp), this.policy.tti())
					.then(),
				Mono::empty);
	}

	@Override
	public Stamp stamp() {
		return this.engine.stamp();
	}

	@Override
	public Mono<Void> invalidate(CacheKey key) {
		return invalidate(List.of(key));
	}

	@Override
	public Mono<Void> invalidate(Collection<CacheKey> keys) {
		List<String> texts = keys.stream().map((key) -> new EntryKey(this.name, key).text()).toList();
		return texts.isEmpty() ? Mono.empty() : this.invalidator.invalidate(Invalidation.ofKeys(texts));
	}

	@Override
	public String toString() {
		return "ReactiveCache[" + this.name + "]";
	}

}
