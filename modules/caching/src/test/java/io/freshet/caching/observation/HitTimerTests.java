package io.freshet.caching.observation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;

import static org.assertj.core.api.Assertions.assertThat;

class HitTimerTests {

	private static final long NANOS = Duration.ofMillis(3).toNanos();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final HitTimer timer = new HitTimer(new DefaultServerRequestObservationConvention("requests"),
			this.observations, this.meters);

	@Test
	void timesEachStatusUnderTheTagsOfAHit() {
		this.observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));

		this.timer.answered(200, NANOS);
		this.timer.answered(200, NANOS);
		this.timer.answered(304, NANOS);

		Timer ok = this.meters.get("requests").tags("status", "200", "method", "GET", "cache.status", "hit").timer();
		assertThat(ok.count()).isEqualTo(2);
		assertThat(ok.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(6.0);
		assertThat(this.meters.get("requests").tags("status", "304", "cache.status", "hit").timer().count()).isOne();
	}

	@Test
	void timesNothingWhereRequestsAreNotObserved() {
		this.observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationPredicate((name, context) -> !name.equals("requests"));

		this.timer.answered(200, NANOS);

		assertThat(this.meters.getMeters()).isEmpty();
	}

}
