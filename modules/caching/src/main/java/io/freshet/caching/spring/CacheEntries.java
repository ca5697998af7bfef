package io.freshet.caching.spring;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.CacheValue;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.KeyReplacer;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.StampedCache;
import io.freshet.caching.store.EntryKey;

/**
 * What can be done with the entries of one cache, by Spring's keys, as cold publishers.
 * Whether the caches are to be passed by stands in the Reactor context.
 */
final class CacheEntries {

	private final CacheName name;

	private final Supplier<StampedCache<Object>> typed;

	private final TransactionalInvalidator invalidator;

	private final KeyReplacer replacer;

	CacheEntries(CacheName name, Supplier<StampedCache<Object>> typed, TransactionalInvalidator invalidator,
			KeyReplacer replacer) {
		this.name = name;
		this.typed = typed;
		this.invalidator = invalidator;
		this.replacer = replacer;
	}

	CacheName name() {
		return this.name;
	}

	StampedCache<Object> typed() {
		return this.typed.get();
	}

	Mono<CacheValue<Object>> lookup(Object key) {
		return Mono.defer(() -> typed().lookup(KeyTexts.of(key)));
	}

	/**
	 * Reads through the cache, or joins the load that runs.
	 * @param keeps whether what was loaded may be kept
	 */
	Mono<Object> read(Object key, Mono<Object> origin, Predicate<@Nullable Object> keeps) {
		return Mono.defer(() -> Mono.from(typed().caching(KeyTexts.of(key), new KeepingTagger(keeps)).apply(origin)));
	}

	/** Brings what was loaded after a miss. */
	Mono<Void> fill(Object key, @Nullable Object value, Set<CacheTag> tags, Stamp stamp) {
		return Mono.defer(() -> typed().fill(KeyTexts.of(key), value, tags, stamp));
	}

	/**
	 * Puts a value in the place of what every instance has. Inside a transaction the key
	 * is invalidated with the commit, and nothing is kept.
	 */
	Mono<Void> replace(Object key, @Nullable Object value, Set<CacheTag> tags, Stamp stamp) {
		return Mono.defer(() -> this.replacer.replace(textOf(key), tags, stamp)
			.flatMap((reached) -> fill(key, value, tags, reached)));
	}

	Mono<Void> evict(Object key) {
		return Mono.defer(() -> this.invalidator.invalidate(Invalidation.ofKeys(List.of(textOf(key)))));
	}

	Mono<Void> clear() {
		return this.invalidator.invalidate(Invalidation.ofPattern(KeyPattern.of(this.name + ":*")));
	}

	private String textOf(Object key) {
		return new EntryKey(this.name, KeyTexts.of(key)).text();
	}

	/**
	 * Gives no tags of its own: those of an entry come from what its load depends on.
	 *
	 * @param keepable whether a value, or its absence, may be kept
	 */
	private record KeepingTagger(Predicate<@Nullable Object> keepable) implements CacheTagger<Object> {

		@Override
		public Collection<CacheTag> tagsOf(Object value) {
			return Set.of();
		}

		@Override
		public boolean keeps(Object value) {
			return this.keepable.test(value);
		}

		@Override
		public Optional<Collection<CacheTag>> tagsOfAbsence() {
			return this.keepable.test(null) ? Optional.of(Set.of()) : Optional.empty();
		}

	}

}
