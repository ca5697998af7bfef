package io.freshet.caching.invalidation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.freshet.caching.CacheTag;

/**
 * Notes which invalidations of one key, or of the cache tag that stands for it, the view
 * learns of while it is open. The view itself may forget an invalidation as soon as a
 * later one of the same key is known, because no snapshot sees the later one alone; who
 * makes the later one itself has to know of the earlier one all the same.
 */
final class KeyWatch implements AutoCloseable {

	private final String key;

	private final CacheTag tag;

	private final Set<KeyWatch> open;

	private final Set<Long> noted = ConcurrentHashMap.newKeySet();

	private volatile boolean lost;

	KeyWatch(String key, CacheTag tag, Set<KeyWatch> open) {
		this.key = key;
		this.tag = tag;
		this.open = open;
		open.add(this);
	}

	void note(long position, Invalidation invalidation) {
		if (invalidation.keys().contains(this.key) || invalidation.tags().contains(this.tag.value())) {
			this.noted.add(position);
		}
	}

	/** The view began anew, and may have missed what was committed meanwhile. */
	void giveUp() {
		this.lost = true;
	}

	/**
	 * Returns whether the key was invalidated once at the most.
	 */
	boolean sawOneAtMost() {
		return !this.lost && this.noted.size() <= 1;
	}

	@Override
	public void close() {
		this.open.remove(this);
	}

}
