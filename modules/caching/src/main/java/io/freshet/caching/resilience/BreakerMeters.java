package io.freshet.caching.resilience;

import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Publishes the circuit breaker of the shared tier as the meters that Resilience4j gives
 * to any, {@code resilience4j.circuitbreaker.*}, so that existing dashboards work.
 */
public final class BreakerMeters implements MeterBinder {

	private final GuardedStore guarded;

	/**
	 * Makes meters that are not registered yet.
	 * @param guarded the shared tier
	 */
	public BreakerMeters(GuardedStore guarded) {
		this.guarded = guarded;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		new TaggedCircuitBreakerMetricsPublisher(registry).publishMetrics(this.guarded.breaker());
	}

}
