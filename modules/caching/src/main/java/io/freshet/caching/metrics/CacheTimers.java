package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import io.freshet.caching.CacheName;
import io.freshet.caching.store.LeaseOutcome;

/**
 * The timers of one registry, told of each load and each wait.
 */
final class CacheTimers implements DurationListener {

	private final MeterRegistry registry;

	private final ConcurrentMap<CacheName, Timers> caches = new ConcurrentHashMap<>();

	CacheTimers(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Registers the timers of a cache, so that they are there before anything is timed.
	 */
	void bind(CacheName cache) {
		of(cache);
	}

	private Timers of(CacheName cache) {
		Timers known = this.caches.get(cache);
		return (known != null) ? known : this.caches.computeIfAbsent(cache, this::register);
	}

	private Timers register(CacheName cache) {
		Tags tags = Tags.of("cache", cache.value());
		Map<LeaseOutcome, Timer> leases = new EnumMap<>(LeaseOutcome.class);
		for (LeaseOutcome outcome : LeaseOutcome.values()) {
			leases.put(outcome, timer(CacheMeter.LEASES, tags.and("result", outcome.label())));
		}
		return new Timers(timer(CacheMeter.LOAD_TIME, tags.and("result", "success")),
				timer(CacheMeter.LOAD_TIME, tags.and("result", "failure")), leases,
				timer(CacheMeter.SAMPLED_AGE, tags));
	}

	private Timer timer(CacheMeter meter, Tags tags) {
		return Timer.builder(meter.meterName()).description(meter.description()).tags(tags).register(this.registry);
	}

	@Override
	public void loaded(CacheName cache, Duration took, boolean succeeded) {
		Timers timers = of(cache);
		(succeeded ? timers.loads() : timers.failedLoads()).record(took);
	}

	@Override
	public void waited(CacheName cache, LeaseOutcome outcome, Duration waited) {
		Objects.requireNonNull(of(cache).leases().get(outcome)).record(waited);
	}

	@Override
	public void foundStale(CacheName cache, Duration age) {
		of(cache).staleAge().record(age);
	}

	private record Timers(Timer loads, Timer failedLoads, Map<LeaseOutcome, Timer> leases, Timer staleAge) {
	}

}
