package io.freshet.caching.load;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * The one owner of work that nobody waits for: loads that outlive the caller who began
 * them, fills of the shared tier, the follower of the ledger. Bounded; errors end here;
 * closing cancels what still runs.
 */
public final class BackgroundWork implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWork.class);

	private final Set<Disposable> running = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	private final AtomicInteger count = new AtomicInteger();

	private final LongAdder refused = new LongAdder();

	private final int limit;

	/**
	 * Makes an owner.
	 * @param limit the number of pieces of work at once from which on more are refused
	 */
	public BackgroundWork(int limit) {
		this.limit = limit;
	}

	/**
	 * Begins a piece of work on the calling thread and returns as soon as it waits for
	 * anything. An error is logged at debug level: whoever has a stake in the outcome
	 * handles it inside the work.
	 * @param work the work
	 * @return whether it was taken on; not if too much is running or this is closed
	 */
	public boolean run(Mono<?> work) {
		boolean tooMany = this.count.incrementAndGet() > this.limit;
		if (tooMany || this.closed) {
			this.count.decrementAndGet();
			if (tooMany) {
				this.refused.increment();
			}
			return false;
		}
		Disposable.Swap slot = Disposables.swap();
		this.running.add(slot);
		if (this.closed) {
			// Whoever closes this may have looked before.
			slot.dispose();
		}
		slot.update(work.doFinally((signal) -> {
			this.count.decrementAndGet();
			this.running.remove(slot);
		}).subscribe((ignored) -> {
		}, (ex) -> logger.debug("Background work failed", ex)));
		return true;
	}

	/**
	 * Waits for a piece of work, as nobody may but the thread that starts the
	 * application.
	 * @param work the work
	 * @param patience the time after which it is given up, which is no error
	 * @throws RuntimeException the error of the work
	 */
	public void awaitAtStart(Mono<Void> work, Duration patience) {
		work.timeout(patience, Mono.empty()).block();
	}

	/**
	 * Returns how many pieces of work are running.
	 * @return the number
	 */
	public int running() {
		return this.count.get();
	}

	/**
	 * Returns how many pieces of work were not taken on because too many were running.
	 * @return the number since the start
	 */
	public long refused() {
		return this.refused.sum();
	}

	/** The others end even if one does not take it well. */
	private static void cancel(Disposable work) {
		try {
			work.dispose();
		}
		catch (RuntimeException ex) {
			logger.debug("Background work could not be cancelled", ex);
		}
	}

	/**
	 * Returns whether nothing is taken on any more.
	 * @return whether this is closed
	 */
	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
		this.running.forEach(BackgroundWork::cancel);
	}

}
