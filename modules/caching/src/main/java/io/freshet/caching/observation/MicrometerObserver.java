package io.freshet.caching.observation;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import io.freshet.caching.CacheName;
import io.freshet.caching.invalidation.Backplane;
import io.freshet.caching.store.CacheObserver;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.LeaseStore;
import io.freshet.caching.store.StoredEntry;

/**
 * Watches through Micrometer's observations. An observation is a child of the one in the
 * Reactor context of its subscriber, and parent of those that are made in what it
 * watches.
 */
public final class MicrometerObserver implements CacheObserver {

	/**
	 * Where Micrometer and Spring keep the observation in a Reactor context. The class
	 * that says so needs a library that there need not be.
	 */
	static final String CONTEXT_KEY = "micrometer.observation";

	private final ObservationRegistry registry;

	/**
	 * Makes an observer.
	 * @param registry takes the observations
	 */
	public MicrometerObserver(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Mono<StoredEntry> lookup(CacheName cache, Mono<StoredEntry> lookup) {
		return watched(CacheObservation.LOOKUP, Observation.Context::new, cache,
				(observation) -> lookup.doOnSuccess((entry) -> result(observation, entry != null)));
	}

	@Override
	public Flux<StoredEntry> lookupAll(CacheName cache, int keys, Flux<StoredEntry> lookup) {
		return watched(CacheObservation.LOOKUP, Observation.Context::new, cache,
				(observation) -> lookup.collectList()
					.doOnSuccess((found) -> result(observation, found != null && found.size() == keys)))
			.flatMapIterable((found) -> found);
	}

	private static void result(Observation observation, boolean hit) {
		observation.lowCardinalityKeyValue(CacheObservation.Key.RESULT.asString(), hit ? "hit" : "miss");
	}

	@Override
	public <T> Mono<T> load(CacheName cache, AtomicReference<@Nullable Object> trace, Mono<T> load) {
		return watched(CacheObservation.LOAD, Observation.Context::new, cache, (observation) -> {
			trace.set(observation);
			return load;
		});
	}

	@Override
	public <T> Mono<T> join(CacheName cache, AtomicReference<@Nullable Object> trace, Mono<T> wait) {
		return watched(CacheObservation.JOIN, () -> new JoinContext(trace), cache, (observation) -> wait);
	}

	@Override
	public <T> Flux<T> read(CacheName cache, AtomicReference<@Nullable Object> trace, Flux<T> values) {
		return Flux.deferContextual((context) -> {
			Observation observation = notStarted(CacheObservation.JOIN, () -> new JoinContext(trace), cache, context)
				.start();
			return values.doOnError(observation::error)
				.doOnTerminate(observation::stop)
				.doOnCancel(observation::stop)
				.contextWrite((before) -> Context.of(before).put(CONTEXT_KEY, observation));
		});
	}

	@Override
	public CacheStore fills(CacheStore shared) {
		return new ObservedFills(shared, this);
	}

	@Override
	public CacheStore commands(CacheStore server) {
		return new ObservedStore(server, this);
	}

	@Override
	public LeaseStore commands(LeaseStore server) {
		return new ObservedLeases(server, this);
	}

	@Override
	public Backplane commands(Backplane server) {
		return new ObservedBackplane(server, this);
	}

	@Override
	public <T> Mono<T> follow(Mono<T> look) {
		return watched(CacheObservation.FOLLOW, Observation.Context::new, null, (observation) -> look);
	}

	<T> Mono<T> fill(CacheName cache, Mono<T> fill) {
		return watched(CacheObservation.FILL, Observation.Context::new, cache, (observation) -> fill);
	}

	<T> Mono<T> command(@Nullable CacheName cache, String name, Mono<T> command) {
		return watched(CacheObservation.COMMAND, Observation.Context::new, cache, (observation) -> {
			observation.contextualName(name)
				.lowCardinalityKeyValue(CacheObservation.Key.DB_SYSTEM.asString(), "redis")
				.lowCardinalityKeyValue(CacheObservation.Key.DB_OPERATION.asString(), name);
			return command;
		});
	}

	private <T> Mono<T> watched(CacheObservation what, Supplier<Observation.Context> made, @Nullable CacheName cache,
			Function<Observation, Mono<T>> work) {
		return Mono.deferContextual((context) -> {
			Observation observation = notStarted(what, made, cache, context);
			Mono<T> watched = work.apply(observation);
			observation.start();
			return watched.doOnError(observation::error)
				// Before the signal is passed on: what comes of it is not part of this.
				.doOnTerminate(observation::stop)
				.doOnCancel(observation::stop)
				.contextWrite((before) -> Context.of(before).put(CONTEXT_KEY, observation));
		});
	}

	private Observation notStarted(CacheObservation what, Supplier<Observation.Context> made, @Nullable CacheName cache,
			ContextView context) {
		Observation observation = Observation.createNotStarted(what.getName(), made, this.registry)
			.parentObservation(context.getOrDefault(CONTEXT_KEY, null));
		if (cache != null) {
			observation.contextualName(what.getName() + " " + cache.value())
				.lowCardinalityKeyValue(CacheObservation.Key.CACHE_NAME.asString(), cache.value());
		}
		return observation;
	}

}
