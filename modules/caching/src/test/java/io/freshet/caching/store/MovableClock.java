package io.freshet.caching.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is moved.
 */
public final class MovableClock implements InstantSource {

	private final AtomicReference<Instant> now;

	/**
	 * Makes a clock that shows the present.
	 */
	public MovableClock() {
		this.now = new AtomicReference<>(Instant.ofEpochMilli(System.currentTimeMillis()));
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

	/**
	 * Moves the clock forward.
	 * @param duration by how much
	 */
	public void move(Duration duration) {
		this.now.updateAndGet((instant) -> instant.plus(duration));
	}

}
