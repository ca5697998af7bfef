package io.freshet.caching.announcement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.load.BackgroundWork;

/**
 * Announces behind the backs of those who have reason to: what comes within a short time
 * goes together, one batch at a time, and again if it was not heard.
 * <p>
 * The queue is bounded, and so are the attempts. What has to be dropped is counted and
 * logged, and in its place it is announced that everything is invalid, for as long as
 * that takes: others may then ask too often, but never keep what they should not.
 */
public final class QueuedAnnouncer implements InvalidationAnnouncer {

	private static final Logger logger = LoggerFactory.getLogger(QueuedAnnouncer.class);

	private static final long QUIET_MILLIS = Duration.ofMinutes(1).toMillis();

	private final Settings settings;

	private final Function<Invalidation, Set<String>> keys;

	private final AnnouncementSender sender;

	private final BackgroundWork background;

	private final Scheduler timer;

	private final AtomicLong announced = new AtomicLong();

	private final AtomicLong failures = new AtomicLong();

	private final AtomicLong dropped = new AtomicLong();

	private final AtomicLong loggedAt = new AtomicLong(Long.MIN_VALUE);

	/** Keys that wait, each once; guarded by itself, and so is the flag. */
	private final Set<String> queue = new LinkedHashSet<>();

	private boolean sending;

	/**
	 * Makes an announcer.
	 * @param settings its bounds
	 * @param keys gives the keys that an invalidation concerns
	 * @param sender brings them to those who are to hear them
	 * @param background runs what nobody waits for
	 * @param timer tells the time between attempts
	 */
	public QueuedAnnouncer(Settings settings, Function<Invalidation, Set<String>> keys, AnnouncementSender sender,
			BackgroundWork background, Scheduler timer) {
		this.settings = settings;
		this.keys = keys;
		this.sender = sender;
		this.background = background;
		this.timer = timer;
	}

	@Override
	public void announce(Invalidation invalidation) {
		Set<String> concerned = this.keys.apply(invalidation);
		if (concerned.isEmpty()) {
			return;
		}
		boolean begin;
		long lost;
		synchronized (this.queue) {
			lost = offer(concerned);
			begin = !this.sending;
			this.sending = true;
		}
		if (lost > 0) {
			drop(lost, "more than " + this.settings.queueSize() + " wait");
		}
		if (begin) {
			begin();
		}
	}

	/** Where the background has no room now, it has some later. */
	private void begin() {
		if (!this.background.run(sendAll()) && !this.background.isClosed()) {
			this.timer.schedule(this::begin, this.settings.firstPause().toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/** Returns how many keys are lost for it. */
	private long offer(Set<String> concerned) {
		if (this.queue.contains(this.settings.everything())) {
			return 0;
		}
		this.queue.addAll(concerned);
		if (this.queue.size() <= this.settings.queueSize()) {
			return 0;
		}
		long lost = this.queue.size();
		this.queue.clear();
		this.queue.add(this.settings.everything());
		return lost;
	}

	private Mono<Void> sendAll() {
		return Mono.delay(this.settings.gatherFor(), this.timer)
			.then(Mono.defer(this::sendNext))
			.repeat(this::isMore)
			.then();
	}

	private boolean isMore() {
		synchronized (this.queue) {
			this.sending = !this.queue.isEmpty();
			return this.sending;
		}
	}

	private Mono<Void> sendNext() {
		List<String> batch = take();
		// A sender may throw what it should have signalled.
		return Mono.defer(() -> this.sender.send(batch))
			.doOnError((ex) -> this.failures.incrementAndGet())
			.retryWhen(Retry.backoff(this.settings.attempts() - 1L, this.settings.firstPause())
				.maxBackoff(this.settings.longestPause())
				.scheduler(this.timer))
			.doOnSuccess((done) -> this.announced.addAndGet(batch.size()))
			.onErrorResume((ex) -> {
				giveUp(batch, (ex.getCause() != null) ? ex.getCause() : ex);
				return Mono.empty();
			});
	}

	private List<String> take() {
		synchronized (this.queue) {
			if (this.queue.contains(this.settings.everything())) {
				this.queue.clear();
				return List.of(this.settings.everything());
			}
			List<String> batch = new ArrayList<>();
			int length = 0;
			for (Iterator<String> waiting = this.queue.iterator(); waiting.hasNext()
					&& batch.size() < this.settings.batchSize();) {
				String key = waiting.next();
				length += key.length() + 1;
				if (!batch.isEmpty() && length > this.settings.batchLength()) {
					break;
				}
				batch.add(key);
				waiting.remove();
			}
			return batch;
		}
	}

	private void giveUp(List<String> batch, Throwable error) {
		synchronized (this.queue) {
			this.queue.clear();
			this.queue.add(this.settings.everything());
		}
		drop(batch.contains(this.settings.everything()) ? 0 : batch.size(), error.toString());
	}

	private void drop(long lost, String why) {
		long all = this.dropped.addAndGet(lost);
		long now = this.timer.now(TimeUnit.MILLISECONDS);
		long last = this.loggedAt.get();
		if ((last == Long.MIN_VALUE || now - last >= QUIET_MILLIS) && this.loggedAt.compareAndSet(last, now)) {
			logger
				.warn("Invalidations could not be announced ({}); {} keys since the start. As soon as that is possible"
						+ " everything is announced as invalid", why, all);
		}
	}

	/**
	 * Returns how many keys were announced and heard.
	 * @return the number since the start
	 */
	public long announced() {
		return this.announced.get();
	}

	/**
	 * Returns how many keys were dropped, and everything announced in their place.
	 * @return the number since the start
	 */
	public long dropped() {
		return this.dropped.get();
	}

	/**
	 * Returns how often sending failed, each attempt by itself.
	 * @return the number since the start
	 */
	public long failures() {
		return this.failures.get();
	}

	/**
	 * Returns how many keys wait.
	 * @return the number now
	 */
	public int queued() {
		synchronized (this.queue) {
			return this.queue.size();
		}
	}

	/**
	 * The bounds of an announcer.
	 *
	 * @param everything the key that stands for everything
	 * @param gatherFor the time for which a batch waits for more
	 * @param batchSize the number of keys in a batch
	 * @param batchLength the number of characters in a batch, but for a single long key
	 * @param queueSize the number of keys that may wait
	 * @param attempts the number of attempts for a batch
	 * @param firstPause the time before the second attempt, which doubles each time
	 * @param longestPause the longest time between two attempts
	 */
	public record Settings(String everything, Duration gatherFor, int batchSize, int batchLength, int queueSize,
			int attempts, Duration firstPause, Duration longestPause) {
	}

}
