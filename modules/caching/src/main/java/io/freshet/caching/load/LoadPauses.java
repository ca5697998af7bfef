package io.freshet.caching.load;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

import io.freshet.caching.store.EntryKey;

/**
 * The keys whose loads failed a short while ago, so that an origin in trouble is not
 * asked for each hit. Of bounded size: where there is no room, the next caller just asks
 * again.
 */
final class LoadPauses {

	private static final int CAPACITY = 10_000;

	private static final long SWEEP_INTERVAL = 1000;

	private final ConcurrentMap<EntryKey, Long> ends = new ConcurrentHashMap<>();

	private final AtomicLong nextSweep = new AtomicLong();

	/**
	 * Begins a pause.
	 * @param key the key
	 * @param now the time, milliseconds since 1970
	 * @param duration how long, in milliseconds
	 */
	void begin(EntryKey key, long now, long duration) {
		if (this.ends.size() >= CAPACITY) {
			sweep(now);
		}
		if (duration > 0 && this.ends.size() < CAPACITY) {
			this.ends.put(key, now + duration);
		}
	}

	private void sweep(long now) {
		long due = this.nextSweep.get();
		if (now >= due && this.nextSweep.compareAndSet(due, now + SWEEP_INTERVAL)) {
			this.ends.values().removeIf((end) -> end <= now);
		}
	}

	boolean isPaused(EntryKey key, long now) {
		if (this.ends.isEmpty()) {
			return false;
		}
		Long end = this.ends.get(key);
		if (end == null) {
			return false;
		}
		if (end > now) {
			return true;
		}
		this.ends.remove(key, end);
		return false;
	}

}
