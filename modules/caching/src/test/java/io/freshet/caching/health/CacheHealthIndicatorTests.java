package io.freshet.caching.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.store.NoStore;

import static org.assertj.core.api.Assertions.assertThat;

class CacheHealthIndicatorTests {

	private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("shared");

	private final GuardedStore shared = new GuardedStore(new NoStore(), this.breaker, Duration.ofSeconds(1));

	@Test
	void isHealthyWithLedgerAndSharedTier() {
		Health health = health(new LocalLedger(10_000).view(), this.shared);

		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", "healthy")
			.containsEntry("sharedTier", "CLOSED")
			.containsEntry("ledger", "FOLLOWED");
	}

	@Test
	void isHealthyWithoutSharedTier() {
		Health health = health(new LocalLedger(10_000).view(), null);

		assertThat(health.getDetails()).containsEntry("state", "healthy").containsEntry("sharedTier", "NONE");
	}

	@Test
	void isDegradedYetUpWhileTheSharedTierIsSkipped() {
		this.breaker.transitionToOpenState();

		Health health = health(new LocalLedger(10_000).view(), this.shared);

		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", "degraded").containsEntry("sharedTier", "OPEN");
	}

	@Test
	void isDegradedYetUpWhileTheLedgerLags() {
		AtomicLong nanos = new AtomicLong();
		FreshnessView view = new FreshnessView(Duration.ofMillis(250), 10_000, nanos::get);
		view.restart(Stamp.below("history", 1), 0, List.of(), Stamp.NONE);
		nanos.set(Duration.ofSeconds(1).toNanos());

		Health health = health(view, this.shared);

		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", "degraded").containsEntry("ledger", "LAGGING");
	}

	private static Health health(FreshnessView view, @Nullable GuardedStore shared) {
		return new CacheHealthIndicator(view, shared).health().block(Duration.ofSeconds(10));
	}

}
