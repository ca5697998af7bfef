package io.freshet.caching.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
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

	private static final Logger logger = LoggerFactory.getLogger(TypedCache.class);

	private static final Object NO_VALUE = new Object();

	private static final ValueCodec<Object> NO_VALUE_CODEC = new NoValueCodec();

	private final CacheName name;

	private final CachePolicy policy;

	private final ValueCodec<V> one;

	private final ValueCodec<List<V>> many;

	private final CacheEngine engine;

	private final TransactionalInvalidator invalidator;

	TypedCache(CacheName name, CachePolicy policy, ValueCodec<V> one, ValueCodec<List<V>> many, CacheEngine engine,
			TransactionalInvalidator invalidator) {
		this.name = name;
		this.policy = policy;
		this.one = one;
		this.many = many;
		this.engine = engine;
		this.invalidator = invalidator;
	}

	@Override
	public CacheName name() {
		return this.name;
	}

	@Override
	public ReactiveCache<V> withTtl(Duration ttl) {
		return new TypedCache<>(this.name, this.policy.withTtl(ttl), this.one, this.many, this.engine,
				this.invalidator);
	}

	@Override
	public CachingOperator<V> caching(CacheKey key, CacheTagger<? super V> tagger) {
		EntryKey entryKey = new EntryKey(this.name, key);
		return (origin) -> (origin instanceof Mono<V> mono) ? readOne(entryKey, mono, tagger)
				: readMany(entryKey, Flux.from(origin), tagger);
	}

	private Mono<V> readOne(EntryKey key, Mono<V> origin, CacheTagger<? super V> tagger) {
		Mono<V> read = this.engine.find(key, this.policy.failSafe())
			.filter((entry) -> isReadable(entry, EntryKind.ONE, this.one))
			.switchIfEmpty(this.engine.load(key, EntryKind.ONE,
					(stamp, dependencies) -> makeOne(key, origin, tagger, stamp, dependencies)))
			.filter((entry) -> entry.kind() == EntryKind.ONE)
			.map((entry) -> entry.value(this.one));
		return unlessBypassed(read, origin);
	}

	private Flux<V> readMany(EntryKey key, Flux<V> origin, CacheTagger<? super V> tagger) {
		Flux<V> read = this.engine.find(key, this.policy.failSafe())
			.filter((entry) -> isReadable(entry, EntryKind.MANY, this.many))
			.switchIfEmpty(this.engine.load(key, EntryKind.MANY,
					(stamp, dependencies) -> makeMany(key, origin, tagger, stamp, dependencies)))
			.flatMapIterable((entry) -> entry.value(this.many));
		return Flux.deferContextual((context) -> this.engine.isBypassed(context)
			.flatMapMany((bypassed) -> bypassed ? bypassing(origin) : read));
	}

	private <T> Mono<T> unlessBypassed(Mono<T> normally, Mono<T> instead) {
		return Mono.deferContextual((context) -> this.engine.isBypassed(context)
			.flatMap((bypassed) -> bypassed ? bypassing(instead) : normally));
	}

	private <P extends Publisher<?>> P bypassing(P instead) {
		this.engine.bypassed(this.name);
		return instead;
	}

	private Mono<StoredEntry> makeOne(EntryKey key, Mono<V> origin, CacheTagger<? super V> tagger, Stamp stamp,
			CacheDependencies dependencies) {
		return origin
			.<Answer<?>>map((value) -> new Answer<>(EntryKind.ONE, value, this.one, () -> tagsOf(value, tagger)))
			.defaultIfEmpty(new Answer<>(EntryKind.ABSENT, NO_VALUE, NO_VALUE_CODEC, tagger::tagsOfAbsence))
			.map((answer) -> entryOf(key, answer, stamp, dependencies.tags()));
	}

	private static <V> Optional<Collection<CacheTag>> tagsOf(V value, CacheTagger<? super V> tagger) {
		return tagger.keeps(value) ? Optional.of(tagger.tagsOf(value)) : Optional.empty();
	}

	private Mono<StoredEntry> makeMany(EntryKey key, Flux<V> origin, CacheTagger<? super V> tagger, Stamp stamp,
			CacheDependencies dependencies) {
		return origin.collectList()
			.map((values) -> new Answer<>(EntryKind.MANY, List.copyOf(values), this.many,
					() -> tagsOfAll(values, tagger)))
			.map((answer) -> entryOf(key, answer, stamp, dependencies.tags()));
	}

	private static <V> Optional<Collection<CacheTag>> tagsOfAll(List<V> values, CacheTagger<? super V> tagger) {
		if (values.isEmpty()) {
			return tagger.tagsOfAbsence();
		}
		if (!values.stream().allMatch(tagger::keeps)) {
			return Optional.empty();
		}
		Set<CacheTag> tags = new HashSet<>();
		values.forEach((value) -> tags.addAll(tagger.tagsOf(value)));
		return Optional.of(tags);
	}

	/**
	 * Makes an entry of an answer. What cannot be encoded or tagged is answered all the
	 * same, as an entry that has expired when it is made.
	 */
	private StoredEntry entryOf(EntryKey key, Answer<?> answer, Stamp stamp, Set<CacheTag> dependencies) {
		Instant now = this.engine.clock().instant();
		try {
			Optional<Collection<CacheTag>> own = answer.tags().get();
			Set<CacheTag> tags = new HashSet<>(dependencies);
			own.ifPresent(tags::addAll);
			Instant expires = own.isPresent() ? now.plus(lifetimeOf(answer.kind())) : now;
			return new StoredEntry(key, answer.kind(), answer.encoded(), now, expires, tags, stamp)
				.holding(answer.value());
		}
		catch (RuntimeException ex) {
			logger.warn("Not cached: the value of a key in cache '{}' cannot be encoded or tagged: {}", this.name,
					ex.toString());
			return new StoredEntry(key, answer.kind(), new byte[0], now, now, dependencies, stamp)
				.holding(answer.value());
		}
	}

	private Duration lifetimeOf(EntryKind kind) {
		return (kind == EntryKind.ABSENT) ? this.policy.negativeTtl() : this.policy.ttl();
	}

	private boolean isReadable(StoredEntry entry, EntryKind expected, ValueCodec<?> codec) {
		if (entry.kind() != expected) {
			return entry.kind() == EntryKind.ABSENT && expected == EntryKind.ONE;
		}
		try {
			entry.value(codec);
			return true;
		}
		catch (RuntimeException ex) {
			logger.debug("Entry of cache '{}' does not decode, it is loaded anew", this.name, ex);
			return false;
		}
	}

	@Override
	public Mono<CacheValue<V>> lookup(CacheKey key) {
		EntryKey entryKey = new EntryKey(this.name, key);
		Mono<CacheValue<V>> found = this.engine.find(entryKey, this.policy.failSafe())
			.filter((entry) -> isReadable(entry, EntryKind.ONE, this.one))
			.map((entry) -> (entry.kind() == EntryKind.ONE) ? new Present<>(entry.value(this.one)) : new Absent<>());
		return unlessBypassed(found, Mono.empty());
	}

	@Override
	public Mono<Void> put(CacheKey key, V value, CacheTag... tags) {
		EntryKey entryKey = new EntryKey(this.name, key);
		Mono<Void> stored = Mono.defer(() -> {
			Instant now = this.engine.clock().instant();
			return this.engine
				.store(new StoredEntry(entryKey, EntryKind.ONE, this.one.encode(value), now,
						now.plus(this.policy.ttl()), Set.copyOf(List.of(tags)), this.engine.stamp())
					.holding(value))
				.then();
		});
		return unlessBypassed(stored, Mono.empty());
	}

	@Override
	public Mono<Void> fill(CacheKey key, @Nullable V value, Set<CacheTag> tags, Stamp stamp) {
		Supplier<Optional<Collection<CacheTag>>> own = () -> Optional.of(tags);
		Answer<?> answer = (value != null) ? new Answer<>(EntryKind.ONE, value, this.one, own)
				: new Answer<>(EntryKind.ABSENT, NO_VALUE, NO_VALUE_CODEC, own);
		Mono<Void> filled = Mono
			.defer(() -> this.engine.store(entryOf(new EntryKey(this.name, key), answer, stamp, tags)).then());
		return unlessBypassed(filled, Mono.empty());
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

	/**
	 * What the origin answered.
	 *
	 * @param kind what it is
	 * @param value the value
	 * @param codec encodes it
	 * @param tags says the tags, or none if the answer must not be kept
	 */
	private record Answer<T>(EntryKind kind, T value, ValueCodec<T> codec,
			Supplier<Optional<Collection<CacheTag>>> tags) {

		byte[] encoded() {
			return this.codec.encode(this.value);
		}

	}

	/** Encodes the absence of a value. */
	private static final class NoValueCodec implements ValueCodec<Object> {

		@Override
		public byte[] encode(Object value) {
			return new byte[0];
		}

		@Override
		public Object decode(byte[] payload) {
			return NO_VALUE;
		}

	}

}
