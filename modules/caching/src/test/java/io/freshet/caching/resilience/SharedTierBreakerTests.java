package io.freshet.caching.resilience;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharedTierBreakerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void isHalfOpenedByItsOwnThreadAndByNoneThatAsks() {
		CircuitBreaker breaker = SharedTierBreaker
			.of(new SharedTierBreaker.Settings(10, 10, 50, Duration.ofSeconds(1), Duration.ofMillis(5), 2));
		Set<Thread> changing = ConcurrentHashMap.newKeySet();
		breaker.getEventPublisher().onStateTransition((event) -> {
			if (event.getStateTransition().getToState() == State.HALF_OPEN) {
				changing.add(Thread.currentThread());
			}
		});

		for (int round = 0; round < 50; round++) {
			breaker.transitionToOpenState();
			long opened = System.nanoTime();
			while (!breaker.tryAcquirePermission()) {
				assertThat(System.nanoTime() - opened).as("nanoseconds").isLessThan(PATIENCE.toNanos());
			}
			assertThat(breaker.getState()).isEqualTo(State.HALF_OPEN);
		}

		assertThat(changing).isNotEmpty().doesNotContain(Thread.currentThread());
	}

}
