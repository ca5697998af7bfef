package io.freshet.checker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Time that passes without anything being done.
 */
final class Pause {

	private Pause() {
	}

	static void of(Duration duration) {
		until(System.nanoTime() + duration.toNanos());
	}

	static void until(long nanoTime) {
		for (long rest = nanoTime - System.nanoTime(); rest > 0; rest = nanoTime - System.nanoTime()) {
			LockSupport.parkNanos(rest);
		}
	}

}
