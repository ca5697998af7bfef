package io.freshet.caching.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.freshet.caching.LeasePolicy;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.LeaseOutcome;
import io.freshet.caching.store.LeaseStore;
import io.freshet.caching.store.LeaseStore.Lease;
import io.freshet.caching.store.StoredEntry;

/**
 * Lets one instance at a time load a key. Whoever does not get the lease looks again when
 * it is given back, and at growing intervals as word of that may be lost; after the
 * longest wait it loads all the same, and at once if leases cannot be had.
 */
final class LeasedLoads {

	private static final Logger logger = LoggerFactory.getLogger(LeasedLoads.class);

	private static final long FIRST_PAUSE = 20;

	private static final long LONGEST_PAUSE = 320;

	private final LeaseStore leases;

	private final CacheRecorder recorder;

	private final Scheduler timer;

	LeasedLoads(LeaseStore leases, CacheRecorder recorder, Scheduler timer) {
		this.leases = leases;
		this.recorder = recorder;
		this.timer = timer;
	}

	/**
	 * Finds what another instance loads, or loads.
	 * @param key the key
	 * @param policy the times
	 * @param found looks for what another instance has loaded
	 * @param load asks the origin and keeps what it answers; complete when others can
	 * find it
	 * @return the entry; the error of the load
	 */
	Mono<StoredEntry> load(EntryKey key, LeasePolicy policy, Mono<StoredEntry> found, Mono<StoredEntry> load) {
		return Mono.defer(() -> new Attempt(key, policy, now(), found, load).begin(FIRST_PAUSE));
	}

	private long now() {
		return this.timer.now(TimeUnit.MILLISECONDS);
	}

	/** One caller's way to an entry. */
	private final class Attempt {

		private final EntryKey key;

		private final Duration duration;

		private final long begunAt;

		private final long deadline;

		private final Mono<StoredEntry> found;

		private final Mono<StoredEntry> load;

		Attempt(EntryKey key, LeasePolicy policy, long now, Mono<StoredEntry> found, Mono<StoredEntry> load) {
			this.key = key;
			this.duration = policy.duration();
			this.begunAt = now;
			this.deadline = now + policy.maxWait().toMillis();
			this.found = found;
			this.load = load;
		}

		Mono<StoredEntry> begin(long pause) {
			return LeasedLoads.this.leases.acquire(this.key, this.duration)
				.map(this::loadUnder)
				.switchIfEmpty(Mono.fromSupplier(() -> waitOrLoad(pause)))
				.onErrorResume((ex) -> Mono.just(loadWithout(ex)))
				.flatMap(Function.identity());
		}

		private Mono<StoredEntry> loadUnder(Lease lease) {
			record(LeaseOutcome.GRANTED);
			return Mono.usingWhen(Mono.just(lease), (held) -> this.found.switchIfEmpty(this.load), this::release);
		}

		private Mono<Void> release(Lease lease) {
			return LeasedLoads.this.leases.release(lease)
				.doOnError((ex) -> logger.debug("The lease of {} ends by itself", this.key, ex))
				.onErrorComplete();
		}

		private Mono<StoredEntry> waitOrLoad(long pause) {
			long left = this.deadline - now();
			if (left <= 0) {
				record(LeaseOutcome.TIMED_OUT);
				return this.load;
			}
			return Mono
				.firstWithSignal(released(),
						Mono.delay(Duration.ofMillis(Math.min(pause, left)), LeasedLoads.this.timer).then())
				.then(this.found.doOnNext((entry) -> record(LeaseOutcome.SHARED)))
				.switchIfEmpty(Mono.defer(() -> begin(Math.min(2 * pause, LONGEST_PAUSE))));
		}

		private Mono<Void> released() {
			return LeasedLoads.this.leases.released(this.key).onErrorResume((ex) -> Mono.never());
		}

		private Mono<StoredEntry> loadWithout(Throwable ex) {
			logger.debug("No lease of {} can be had, it is loaded without", this.key, ex);
			record(LeaseOutcome.UNAVAILABLE);
			return this.load;
		}

		private void record(LeaseOutcome outcome) {
			LeasedLoads.this.recorder.lease(this.key.cache(), outcome, Duration.ofMillis(now() - this.begunAt));
		}

	}

}
