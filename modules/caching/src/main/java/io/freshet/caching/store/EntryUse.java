package io.freshet.caching.store;

import java.time.Duration;

/**
 * When an entry was read last, for caches whose entries go when nobody reads them.
 */
public final class EntryUse {

	private volatile long idleLimit;

	private volatile long lastRead = -1;

	private volatile long lastProlonged = -1;

	/**
	 * Takes note that the entry was made.
	 * @param tti the time after which it counts as gone if nobody reads it
	 * @param now the time, milliseconds since 1970
	 */
	public void begin(Duration tti, long now) {
		this.idleLimit = tti.toMillis();
		this.lastRead = now;
		this.lastProlonged = now;
	}

	/**
	 * Takes note that the entry is read.
	 * @param tti the time after which it counts as gone if nobody reads it
	 * @param now the time, milliseconds since 1970
	 * @return whether it is there still
	 */
	public boolean read(Duration tti, long now) {
		long last = this.lastRead;
		if (last >= 0 && now - last >= tti.toMillis()) {
			return false;
		}
		this.lastRead = now;
		return true;
	}

	/**
	 * Returns whether to tell the shared tier that the entry is read; so from time to
	 * time.
	 * @param tti the time after which it counts as gone if nobody reads it
	 * @param now the time, milliseconds since 1970
	 * @return whether it is time, which is true once then
	 */
	public boolean isProlongedAt(Duration tti, long now) {
		long last = this.lastProlonged;
		if (last >= 0 && now - last < tti.toMillis() / 4) {
			return false;
		}
		this.lastProlonged = now;
		return true;
	}

	/**
	 * Limits a time to that after which the entry counts as gone.
	 * @param time the time that is left otherwise
	 * @return the time for which to keep the entry
	 */
	public Duration limit(Duration time) {
		long limit = this.idleLimit;
		return (limit > 0 && time.toMillis() > limit) ? Duration.ofMillis(limit) : time;
	}

}
