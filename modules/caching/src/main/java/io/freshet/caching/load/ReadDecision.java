package io.freshet.caching.load;

import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleSupplier;

import io.freshet.caching.CachePolicy;
import io.freshet.caching.RefreshAhead;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

/**
 * What to do with a valid entry that was found.
 */
enum ReadDecision {

	/** Serve it. */
	SERVE,

	/** Serve it, and load it anew behind the caller's back. */
	SERVE_AND_REFRESH,

	/** Serve it although its time has passed; a load failed just now. */
	SERVE_STALE,

	/** Serve it although its time has passed, and load it anew meanwhile. */
	SERVE_STALE_AND_REFRESH,

	/** Load it anew, and serve it if that takes too long or fails. */
	LOAD_OR_SERVE_STALE;

	/**
	 * Decides.
	 * @param entry the entry, before its hard expiry
	 * @param policy the settings of its cache
	 * @param now the time, milliseconds since 1970
	 * @param paused whether a load of its key failed a short while ago
	 * @param seed sets this instance apart from others
	 * @param random gives numbers from 0 to below 1
	 * @return what to do
	 */
	static ReadDecision of(StoredEntry entry, CachePolicy policy, long now, boolean paused, int seed,
			DoubleSupplier random) {
		if (!entry.isSoftExpired(now)) {
			return (!paused && isDue(entry, policy.refreshAhead(), now, seed, random)) ? SERVE_AND_REFRESH : SERVE;
		}
		if (paused) {
			return SERVE_STALE;
		}
		Duration patience = policy.softTimeout();
		return (patience != null && patience.isZero()) ? SERVE_STALE_AND_REFRESH : LOAD_OR_SERVE_STALE;
	}

	private static boolean isDue(StoredEntry entry, RefreshAhead ahead, long now, int seed, DoubleSupplier random) {
		if (ahead.isOff() || entry.kind() == EntryKind.ERROR) {
			return false;
		}
		return isOldEnough(entry, ahead.age(), now, seed) || isDrawn(entry, ahead.beta(), now, random);
	}

	private static boolean isOldEnough(StoredEntry entry, double age, long now, int seed) {
		if (age >= 1) {
			return false;
		}
		double fraction = age + spread(entry, seed) * (1 - age) / 2;
		return now - entry.created().toEpochMilli() >= fraction * softLifetime(entry);
	}

	/**
	 * Returns a number from 0 to below 1 that differs between instances and entries.
	 */
	private static double spread(StoredEntry entry, int seed) {
		int mixed = Objects.hash(seed, entry.keyText(), entry.created()) * 0x9E3779B9;
		return (mixed >>> 1) / (Integer.MAX_VALUE + 1.0);
	}

	private static long softLifetime(StoredEntry entry) {
		return entry.softExpiry().toEpochMilli() - entry.created().toEpochMilli();
	}

	/**
	 * XFetch: as if the time were later than it is, by the time of a load times a number
	 * that is drawn with exponential distribution.
	 */
	private static boolean isDrawn(StoredEntry entry, double beta, long now, DoubleSupplier random) {
		if (beta == 0) {
			return false;
		}
		double loadMillis = entry.loadTime().toNanos() / 1e6;
		double ahead = -loadMillis * beta * Math.log(1 - random.getAsDouble());
		return now + ahead >= entry.softExpiry().toEpochMilli();
	}

}
