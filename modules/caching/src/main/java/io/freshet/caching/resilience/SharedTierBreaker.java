package io.freshet.caching.resilience;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;

/**
 * The circuit breaker in front of the shared tier. It opens when too many of the last
 * calls failed, timed out or were slow, and closes by itself when a few trial calls
 * succeed.
 */
public final class SharedTierBreaker {

	/**
	 * Name of the circuit breaker in meters and logs.
	 */
	public static final String NAME = "freshet-shared-tier";

	private SharedTierBreaker() {
	}

	/**
	 * Makes a circuit breaker that is closed.
	 * @param settings when it opens and for how long
	 * @return the circuit breaker
	 */
	public static CircuitBreaker of(Settings settings) {
		CircuitBreaker breaker = CircuitBreaker.of(NAME,
				CircuitBreakerConfig.custom()
					.slidingWindowType(SlidingWindowType.COUNT_BASED)
					// The other strategy takes a lock, on which an event loop would wait.
					.slidingWindowSynchronizationStrategy(SlidingWindowSynchronizationStrategy.LOCK_FREE)
					.slidingWindowSize(settings.window())
					.minimumNumberOfCalls(settings.minimumCalls())
					.failureRateThreshold(settings.failureRate())
					.slowCallDurationThreshold(settings.slowCall())
					.slowCallRateThreshold(settings.failureRate())
					.waitDurationInOpenState(settings.openFor())
					.permittedNumberOfCallsInHalfOpenState(settings.trialCalls())
					// By its clock the time is never over, see below.
					.clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
					.build());
		breaker.getEventPublisher().onStateTransition((event) -> {
			if (event.getStateTransition().getToState() == State.OPEN) {
				WheelTimer.SHARED.schedule(() -> letTry(breaker), settings.openFor().toMillis(), TimeUnit.MILLISECONDS);
			}
		});
		return breaker;
	}

	/**
	 * The library offers to let calls try again by itself, of which neither way will do:
	 * if whoever asks finds the time over, it takes a lock for the change, and an event
	 * loop waits for that; if a timer does it, it is set before the state is, and if its
	 * time comes first, on a machine that hangs, the breaker stays open for ever.
	 */
	private static void letTry(CircuitBreaker breaker) {
		if (breaker.getState() == State.OPEN) {
			breaker.transitionToHalfOpenState();
		}
	}

	/**
	 * When a circuit breaker opens and for how long.
	 *
	 * @param window the number of calls that are looked at
	 * @param minimumCalls the number of calls below which it never opens
	 * @param failureRate the percentage of failed, or of slow, calls from which on it
	 * opens
	 * @param slowCall the time from which on a call counts as slow
	 * @param openFor the time that it stays open before it lets trial calls through
	 * @param trialCalls the number of trial calls
	 */
	public record Settings(int window, int minimumCalls, float failureRate, Duration slowCall, Duration openFor,
			int trialCalls) {
	}

}
