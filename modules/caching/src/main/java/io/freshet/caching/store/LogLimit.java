package io.freshet.caching.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets a line of the log through once in a while, however often there is reason for it,
 * and says how many it held back: an error that each request meets would fill the log
 * with one line a request.
 */
public final class LogLimit {

	private static final Duration INTERVAL = Duration.ofMinutes(1);

	private final LongSupplier nanoTime;

	private final AtomicLong heldBack = new AtomicLong();

	/** The next line may come from here on; 0 before the first. */
	private final AtomicLong from = new AtomicLong();

	/**
	 * Makes a limit of one line a minute.
	 */
	public LogLimit() {
		this(System::nanoTime);
	}

	LogLimit(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Logs, or holds back.
	 * @param log writes the line, and is given how many were held back since the last one
	 */
	public void log(LongConsumer log) {
		long now = this.nanoTime.getAsLong();
		long due = this.from.get();
		if ((due == 0 || now - due >= 0) && this.from.compareAndSet(due, nextAfter(now))) {
			log.accept(this.heldBack.getAndSet(0));
		}
		else {
			this.heldBack.incrementAndGet();
		}
	}

	private static long nextAfter(long now) {
		long next = now + INTERVAL.toNanos();
		return (next == 0) ? -1 : next;
	}

}
