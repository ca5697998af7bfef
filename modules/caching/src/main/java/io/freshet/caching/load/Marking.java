package io.freshet.caching.load;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.CacheTtl;

/**
 * How the entries of one call are marked, and what is made of its answer where no entry
 * is: that depends on the answer all the same, and may well be kept.
 *
 * @param policy the settings
 * @param tagger says the tags
 * @param ttl says the lifetime, if that depends on the value
 */
record Marking<V>(CachePolicy policy, CacheTagger<? super V> tagger, @Nullable CacheTtl<? super V> ttl) {

	/**
	 * Hands on what an origin answers past the cache, for the subscriber of a context.
	 */
	Mono<V> told(Mono<V> origin, ContextView context) {
		tellAbsence(context);
		return origin.doOnNext((value) -> tell(value, context));
	}

	/**
	 * Hands on what an origin emits past the cache, for the subscriber of a context.
	 */
	Flux<V> told(Flux<V> origin, ContextView context) {
		tellAbsence(context);
		return origin.doOnNext((value) -> tell(value, context));
	}

	/**
	 * Adds the tags that hold without any value to the dependencies in a context.
	 */
	void tellAbsence(ContextView context) {
		this.tagger.tagsOfAbsence().ifPresent((tags) -> CacheDependencies.record(context, tags));
	}

	/**
	 * Adds the tags of a value to the dependencies in a context.
	 */
	void tell(V value, ContextView context) {
		CacheDependencies.record(context, tagsOf(value));
	}

	/**
	 * Returns the tags of a value; of one that cannot be tagged none.
	 */
	Collection<CacheTag> tagsOf(V value) {
		try {
			return this.tagger.tagsOf(value);
		}
		catch (RuntimeException ex) {
			return Set.of();
		}
	}

	Optional<Duration> ttlOf(V value) {
		return (this.ttl != null) ? Optional.of(this.ttl.ttlOf(value)) : Optional.empty();
	}

}
