package io.freshet.caching.load;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.EntryTimes;
import io.freshet.caching.store.LogLimit;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.ValueCodec;

/**
 * Makes entries of what an origin answers, for values of one type, and reads them.
 */
final class ValueEntries<V> {

	private static final Logger logger = LoggerFactory.getLogger(ValueEntries.class);

	/** Times are kept in whole milliseconds. */
	private static final Duration SHORTEST = Duration.ofMillis(1);

	private final CacheName cache;

	private final ValueCodec<V> one;

	private final ValueCodec<List<V>> many;

	private final Lifetimes lifetimes;

	private final InstantSource clock;

	private final LogLimit notCached = new LogLimit();

	ValueEntries(CacheName cache, ValueCodec<V> one, ValueCodec<List<V>> many, Lifetimes lifetimes,
			InstantSource clock) {
		this.cache = cache;
		this.one = one;
		this.many = many;
		this.lifetimes = lifetimes;
		this.clock = clock;
	}

	EntryKey keyOfOne(CacheKey key) {
		return new EntryKey(this.cache, key, this.one.shape());
	}

	EntryKey keyOfMany(CacheKey key) {
		return new EntryKey(this.cache, key, this.many.shape());
	}

	/**
	 * Makes the entry of a single value, or of none.
	 */
	Mono<StoredEntry> makeOne(EntryKey key, Mono<V> origin, Marking<V> marking, Beginning beginning) {
		return origin
			.<Answer<?>>map((value) -> new Answer<>(EntryKind.ONE, value, this.one,
					() -> Tags.of(value, marking.tagger()), () -> marking.ttlOf(value)))
			.defaultIfEmpty(new Answer<>(EntryKind.ABSENT, NoValueCodec.NO_VALUE, NoValueCodec.INSTANCE,
					() -> Tags.ofAbsence(marking.tagger()), Optional::empty))
			.map((answer) -> entryOf(key, answer, marking.policy(), beginning))
			.onErrorResume((ex) -> remembered(key, ex, marking, beginning));
	}

	/**
	 * Makes the entry of a sequence of values.
	 */
	Mono<StoredEntry> makeMany(EntryKey key, Flux<V> origin, Marking<V> marking, Beginning beginning) {
		return origin.collectList()
			.map((values) -> entryOfMany(key, List.copyOf(values), marking, beginning))
			.onErrorResume((ex) -> remembered(key, ex, marking, beginning));
	}

	StoredEntry entryOfMany(EntryKey key, List<V> values, Marking<V> marking, Beginning beginning) {
		Answer<List<V>> answer = new Answer<>(EntryKind.MANY, values, this.many,
				() -> Tags.ofAll(values, marking.tagger()),
				() -> values.stream().map(marking::ttlOf).flatMap(Optional::stream).min(Duration::compareTo));
		return entryOf(key, answer, marking.policy(), beginning);
	}

	/**
	 * Makes an entry of an answer. What cannot be encoded or tagged is answered all the
	 * same, as an entry that has expired when it is made. What is not kept has its tags
	 * as well, for what is made of it may be.
	 */
	private StoredEntry entryOf(EntryKey key, Answer<?> answer, CachePolicy policy, Beginning beginning) {
		Instant now = this.clock.instant();
		Set<CacheTag> tags = new HashSet<>(beginning.dependencies().tags());
		try {
			Tags own = answer.tags().get();
			tags.addAll(own.all());
			EntryTimes times = own.areKept() ? timesOf(answer, policy, now, beginning) : EntryTimes.until(now, now);
			return answer.heldBy(new StoredEntry(key, answer.kind(), answer.encoded(), times, tags, beginning.stamp()));
		}
		catch (RuntimeException ex) {
			this.notCached.log((more) -> logger.warn(
					"Not cached: the value of a key in cache '{}' cannot be encoded, tagged or dated, {} more of late: {}",
					this.cache, more, ex.toString()));
			return StoredEntry.unwritable(key, answer.kind(), answer.value(), now, tags, beginning.stamp());
		}
	}

	/**
	 * What was made of something stale is due for a refresh as soon as it is made.
	 */
	private EntryTimes timesOf(Answer<?> answer, CachePolicy policy, Instant now, Beginning beginning) {
		Duration wanted = answer.ttl().get().orElse(null);
		if (wanted != null && wanted.compareTo(SHORTEST) < 0) {
			return EntryTimes.until(now, now);
		}
		CachePolicy effective = (wanted != null) ? this.lifetimes.ofValue(this.cache, policy, wanted) : policy;
		EntryTimes times = this.lifetimes.of(effective, answer.kind(), now, Duration.between(beginning.at(), now));
		return beginning.dependencies().isStale() ? new EntryTimes(now, now, times.expires(), times.loadTime()) : times;
	}

	/**
	 * Makes an entry of an error, unless there is a value to serve in its place.
	 */
	Mono<StoredEntry> remembered(EntryKey key, Throwable error, Marking<V> marking, Beginning beginning) {
		Optional<Collection<CacheTag>> own = marking.tagger().tagsOfAbsence();
		if (beginning.replacesValue() || own.isEmpty() || !marking.policy().remembers(error)) {
			return Mono.error(error);
		}
		Instant now = this.clock.instant();
		Set<CacheTag> tags = new HashSet<>(beginning.dependencies().tags());
		tags.addAll(own.get());
		EntryTimes times = this.lifetimes.of(marking.policy(), EntryKind.ERROR, now,
				Duration.between(beginning.at(), now));
		return Mono.just(RememberedError.entry(key, error, times, tags, beginning.stamp()));
	}

	/**
	 * Makes the entry of what somebody else has loaded.
	 * @param value the value, or {@code null} if there is none
	 */
	StoredEntry filled(EntryKey key, @Nullable V value, CachePolicy policy, Set<CacheTag> tags, Stamp stamp) {
		Supplier<Tags> own = () -> new Tags(tags, true);
		Answer<?> answer = (value != null) ? new Answer<>(EntryKind.ONE, value, this.one, own, Optional::empty)
				: new Answer<>(EntryKind.ABSENT, NoValueCodec.NO_VALUE, NoValueCodec.INSTANCE, own, Optional::empty);
		return entryOf(key, answer, policy,
				new Beginning(stamp, this.clock.instant(), CacheDependencies.open(Context.empty()), false));
	}

	/**
	 * Makes the entry of a value that the caller has.
	 */
	StoredEntry entryOf(EntryKey key, V value, CachePolicy policy, Set<CacheTag> tags, Stamp stamp) {
		EntryTimes times = this.lifetimes.of(policy, EntryKind.ONE, this.clock.instant(), Duration.ZERO);
		return new StoredEntry(key, EntryKind.ONE, this.one.encode(value), times, tags, stamp).holding(value, this.one);
	}

	boolean isReadableAsOne(StoredEntry entry) {
		return entry.kind() == EntryKind.ABSENT || isReadable(entry, EntryKind.ONE, this.one);
	}

	boolean isReadableAsMany(StoredEntry entry) {
		return isReadable(entry, EntryKind.MANY, this.many);
	}

	private boolean isReadable(StoredEntry entry, EntryKind expected, ValueCodec<?> codec) {
		if (entry.kind() != expected) {
			return entry.kind() == EntryKind.ERROR;
		}
		try {
			entry.value(codec);
			return true;
		}
		catch (RuntimeException ex) {
			logger.debug("Entry of cache '{}' does not decode, it is loaded anew", this.cache, ex);
			return false;
		}
	}

	/**
	 * Compares two entries that are readable: by what they hold encoded, and by
	 * {@code equals} where that differs, as the order in a set or map may.
	 */
	boolean isSame(StoredEntry one, StoredEntry other) {
		if (one.kind() != other.kind()) {
			return false;
		}
		return switch (one.kind()) {
			case ONE -> isSame(one, other, this.one);
			case MANY -> isSame(one, other, this.many);
			case ABSENT, ERROR -> true;
		};
	}

	private static boolean isSame(StoredEntry one, StoredEntry other, ValueCodec<?> codec) {
		return Arrays.equals(one.payload(), other.payload()) || one.value(codec).equals(other.value(codec));
	}

	V one(StoredEntry entry) {
		return entry.value(this.one);
	}

	List<V> many(StoredEntry entry) {
		return entry.value(this.many);
	}

	V copyOf(V value) {
		return this.one.copyOf(value);
	}

	int lengthOf(V value) {
		return this.one.encode(value).length;
	}

	/**
	 * What the origin answered.
	 *
	 * @param kind what it is
	 * @param value the value
	 * @param codec encodes it
	 * @param tags says the tags
	 * @param ttl says the lifetime, or none if that does not depend on the value
	 */
	private record Answer<T>(EntryKind kind, T value, ValueCodec<T> codec, Supplier<Tags> tags,
			Supplier<Optional<Duration>> ttl) {

		byte[] encoded() {
			return this.codec.encode(this.value);
		}

		StoredEntry heldBy(StoredEntry entry) {
			return entry.holding(this.value, this.codec);
		}

	}

	/**
	 * The tags of what the origin answered.
	 *
	 * @param all the tags
	 * @param areKept whether the answer may be kept under them
	 */
	private record Tags(Collection<CacheTag> all, boolean areKept) {

		static <V> Tags of(V value, CacheTagger<? super V> tagger) {
			return new Tags(tagger.tagsOf(value), tagger.keeps(value));
		}

		static <V> Tags ofAll(List<V> values, CacheTagger<? super V> tagger) {
			if (values.isEmpty()) {
				return ofAbsence(tagger);
			}
			Set<CacheTag> tags = new HashSet<>();
			values.forEach((value) -> tags.addAll(tagger.tagsOf(value)));
			return new Tags(tags, values.stream().allMatch(tagger::keeps));
		}

		static Tags ofAbsence(CacheTagger<?> tagger) {
			return tagger.tagsOfAbsence().map((tags) -> new Tags(tags, true)).orElse(new Tags(Set.of(), false));
		}

	}

}
