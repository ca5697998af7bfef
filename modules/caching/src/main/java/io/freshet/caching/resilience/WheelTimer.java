package io.freshet.caching.resilience;

import java.util.concurrent.TimeUnit;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Times calls out, and says when the breaker may be tried again. Nearly every call ends
 * before its time, so what counts is the price of setting a time and taking it back: on a
 * timing wheel (Varghese and Lauck, 1987) both are a few writes, where a queue in order
 * of time takes a lock for each. The price is that a call may be given up to a turn of
 * the wheel, ten milliseconds, too late.
 */
final class WheelTimer implements Scheduler {

	private static final int TURN_MILLIS = 10;

	/** One for this process; its thread ends with it. */
	static final WheelTimer SHARED = new WheelTimer();

	private final HashedWheelTimer wheel = new HashedWheelTimer(new DefaultThreadFactory("freshet-timeouts", true),
			TURN_MILLIS, TimeUnit.MILLISECONDS, 512, false);

	private WheelTimer() {
		// Else the first call would wait for it.
		this.wheel.start();
	}

	@Override
	public Disposable schedule(Runnable task) {
		return schedule(task, 0, TimeUnit.MILLISECONDS);
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		Timeout timeout = this.wheel.newTimeout((due) -> task.run(), delay, unit);
		return timeout::cancel;
	}

	/**
	 * Tasks that keep an order are not what this is for.
	 */
	@Override
	public Worker createWorker() {
		return Schedulers.parallel().createWorker();
	}

	@Override
	public void dispose() {
		// Shared by all.
	}

}
