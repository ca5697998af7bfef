package io.freshet.caching.resilience;

import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * Takes what comes off the connection to Redis to other threads, so that whoever waited
 * for it does not hold up the replies to others.
 * <p>
 * Replies come in bursts: one read of the connection brings all that were under way.
 * Handing over each one by itself costs a wake-up each, which is more than reading the
 * entry. So there is a line for each processor, and whoever finds a line empty wakes the
 * thread of that line, which then takes all that has come to stand in it. Who stands in
 * one line waits for those before, as on any scheduler with one thread for a processor.
 */
final class HandOver implements Executor {

	private static final int LINES = Schedulers.DEFAULT_POOL_SIZE;

	/** Shared by all stores of this process, as the threads behind it are. */
	static final HandOver SHARED = new HandOver();

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicIntegerArray standing = new AtomicIntegerArray(LINES);

	private final Queue<Runnable>[] lines = lines();

	/**
	 * Daemons, which no virtual time of a test replaces; in the pool that Reactor uses,
	 * whose waiting for work nobody takes for blocking.
	 */
	private final Executor threads = new ScheduledThreadPoolExecutor(LINES, NonBlockingThread::new);

	private HandOver() {
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static Queue<Runnable>[] lines() {
		return IntStream.range(0, LINES)
			.mapToObj((line) -> Queues.unboundedMultiproducer().get())
			.toArray(Queue[]::new);
	}

	@Override
	public void execute(Runnable task) {
		int line = Math.floorMod(this.next.getAndIncrement(), LINES);
		this.lines[line].add(task);
		if (this.standing.getAndIncrement(line) == 0) {
			this.threads.execute(() -> drain(line));
		}
	}

	private void drain(int line) {
		do {
			Runnable task = this.lines[line].poll();
			while (task == null) {
				// Counted, and about to be there.
				Thread.onSpinWait();
				task = this.lines[line].poll();
			}
			run(task);
		}
		while (this.standing.decrementAndGet(line) > 0);
	}

	private static void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			// As an executor of the platform does: the next in line must not suffer for
			// it.
			Thread thread = Thread.currentThread();
			thread.getUncaughtExceptionHandler().uncaughtException(thread, ex);
		}
	}

	/** Reactor refuses to block it, as it does its own. */
	private static final class NonBlockingThread extends Thread implements NonBlocking {

		private static final AtomicInteger count = new AtomicInteger();

		NonBlockingThread(Runnable task) {
			super(task, "freshet-replies-" + count.incrementAndGet());
			setDaemon(true);
		}

	}

}
