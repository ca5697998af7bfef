package io.freshet.checker;

import java.time.Duration;

/**
 * The time that a fault lasts.
 *
 * @param end when it is over
 */
record Period(long end) {

	static Period of(Duration duration) {
		return new Period(System.nanoTime() + duration.toNanos());
	}

	boolean lasts() {
		return System.nanoTime() < this.end;
	}

	/** Lets time pass, but not more than there is. */
	void pause(Duration duration) {
		Pause.until(Math.min(System.nanoTime() + duration.toNanos(), this.end));
	}

	void pause(long millis) {
		pause(Duration.ofMillis(millis));
	}

	/** Returns the first half of the rest. */
	Period firstHalf() {
		long now = System.nanoTime();
		return new Period(now + (this.end - now) / 2);
	}

	void pauseToEnd() {
		Pause.until(this.end);
	}

}
