package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.freshet.caching.invalidation.FreshnessView;

/**
 * Publishes what concerns an instance as a whole as meters of {@link CacheMeter}: what it
 * knows of the ledger, and what its parts count, as far as it has them.
 */
public final class InstanceMeters implements MeterBinder {

	private final FreshnessView view;

	private final List<Reading> readings = new ArrayList<>();

	/**
	 * Makes the meters of the ledger, which are not registered yet.
	 * @param view what is known of the ledger
	 */
	public InstanceMeters(FreshnessView view) {
		this.view = view;
		with(CacheMeter.LEDGER_AGE, () -> seconds(view.age()));
		with(CacheMeter.INVALIDATIONS, view::received);
	}

	/**
	 * Adds a meter.
	 * @param meter a counter or gauge without tags
	 * @param value what it shows
	 * @return these meters
	 */
	public InstanceMeters with(CacheMeter meter, DoubleSupplier value) {
		this.readings.add(new Reading(meter, Tags.empty(), value));
		return this;
	}

	/**
	 * Adds a meter.
	 * @param meter a counter or gauge by {@code result}
	 * @param result the value of that tag
	 * @param value what it shows
	 * @return these meters
	 */
	public InstanceMeters with(CacheMeter meter, String result, DoubleSupplier value) {
		this.readings.add(new Reading(meter, Tags.of("result", result), value));
		return this;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionTimer
			.builder(CacheMeter.BOUND_EXCEEDED.meterName(), this.view, (known) -> known.boundExcess().times(),
					(known) -> known.boundExcess().time().toNanos(), TimeUnit.NANOSECONDS)
			.description(CacheMeter.BOUND_EXCEEDED.description())
			.register(registry);
		this.readings.forEach((reading) -> reading.bindTo(registry));
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	/** One value of one meter. */
	private record Reading(CacheMeter meter, Tags tags, DoubleSupplier value) {

		void bindTo(MeterRegistry registry) {
			if (this.meter.kind() == CacheMeter.Kind.COUNTER) {
				FunctionCounter.builder(this.meter.meterName(), this, (reading) -> reading.value().getAsDouble())
					.description(this.meter.description())
					.tags(this.tags)
					.register(registry);
			}
			else {
				Gauge.builder(this.meter.meterName(), this, (reading) -> reading.value().getAsDouble())
					.description(this.meter.description())
					.tags(this.tags)
					.baseUnit((this.meter == CacheMeter.LEDGER_AGE) ? "seconds" : null)
					.register(registry);
			}
		}

	}

}
