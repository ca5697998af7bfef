package io.freshet.caching.advice;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongPredicate;

/**
 * Estimates, from the accesses to a few keys, how many accesses would be hits with other
 * sizes and lifetimes.
 * <p>
 * Sizes: the reuse distance of an access is the weight of the different keys accessed
 * since its key was last accessed; a cache that forgets what was used longest ago hits
 * exactly if it is larger than that. Distances are measured among keys whose hash lies
 * below a threshold, and multiplied by the inverse of the share of such keys; the
 * threshold falls when there would be too many of them (Waldspurger, Park, Garthwaite,
 * Ahmad: "Efficient MRC Construction with SHARDS", FAST 2015, section 3.2, with the
 * adjustment of section 3.3). A cache that knows better what to forget hits a little more
 * often.
 * <p>
 * Lifetimes: for each of a row of lifetimes it is remembered when a key would have been
 * loaded last, with room for all of them; an access past its lifetime, or after the data
 * has changed, would load it again.
 * <p>
 * Most accesses cost no more than {@link #samples}. The others take a lock and time in
 * proportion to the logarithm of the number of sampled keys.
 *
 * @param <G> what is estimated for itself, such as a cache
 */
public final class AccessSample<G> {

	/** The lifetimes that are tried, in milliseconds: a second, and so on doubling. */
	private static final int LIFETIMES = 20;

	private static final long SHORTEST_MILLIS = 1000;

	private static final int HASH_BITS = 24;

	/** Points in time before they are numbered anew, for each key. */
	private static final int TIMES_A_KEY = 4;

	private final int mostKeys;

	private final Map<Object, Sampled> keys = new HashMap<>();

	private final PriorityQueue<Sampled> byHash = new PriorityQueue<>(
			Comparator.comparingInt((Sampled one) -> one.hash).reversed());

	private final Map<G, Group> groups = new HashMap<>();

	private WeightsByTime weights;

	private int now;

	private volatile int threshold = 1 << HASH_BITS;

	/**
	 * Makes an empty sample.
	 * @param mostKeys the number of keys in it
	 */
	public AccessSample(int mostKeys) {
		this.mostKeys = mostKeys;
		this.weights = new WeightsByTime(TIMES_A_KEY * mostKeys + 1);
	}

	/**
	 * Returns whether a key is in the sample, or would be.
	 * @param hash the hash code of the key
	 * @return whether to tell of accesses to it
	 */
	public boolean samples(int hash) {
		return spread(hash) < this.threshold;
	}

	/** The upper bits of the hash code times a number that spreads it. */
	private static int spread(int hash) {
		int mixed = (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
		mixed = (mixed ^ (mixed >>> 12)) * 0x297a2d39;
		return (mixed ^ (mixed >>> 15)) >>> (Integer.SIZE - HASH_BITS);
	}

	/**
	 * Notes an access to a key in the sample.
	 * @param group what it belongs to
	 * @param key the key
	 * @param weight what its entry takes
	 * @param millis the time, in milliseconds
	 * @param mark stands for what is known of changes
	 * @param changedSince tells, of the mark of the last access, whether the data has
	 * changed since
	 */
	public synchronized void access(G group, Object key, long weight, long millis, long mark,
			LongPredicate changedSince) {
		int hash = spread(key.hashCode());
		if (hash >= this.threshold) {
			return;
		}
		Group counts = this.groups.computeIfAbsent(group, (any) -> new Group());
		if (this.now > TIMES_A_KEY * this.mostKeys) {
			renumber();
		}
		Sampled known = this.keys.get(key);
		boolean first = known == null;
		if (known == null) {
			counts.distances.addFirst();
			known = new Sampled(key, hash);
			this.keys.put(key, known);
			this.byHash.add(known);
		}
		else {
			counts.distances.add((this.weights.after(known.time) + known.weight) / rate());
			this.weights.add(known.time, -known.weight);
		}
		known.time = this.now++;
		known.weight = weight;
		this.weights.add(known.time, weight);
		counts.tryLifetimes(known.loadedAt, millis, first || changedSince.test(known.mark));
		known.mark = mark;
		if (this.keys.size() > this.mostKeys) {
			lowerThreshold();
		}
	}

	private double rate() {
		return (double) this.threshold / (1 << HASH_BITS);
	}

	private void lowerThreshold() {
		int lower = this.byHash.element().hash;
		double factor = (double) lower / this.threshold;
		while (!this.byHash.isEmpty() && this.byHash.element().hash >= lower) {
			Sampled gone = this.byHash.remove();
			this.keys.remove(gone.key);
			this.weights.add(gone.time, -gone.weight);
		}
		this.threshold = lower;
		this.groups.values().forEach((group) -> group.scale(factor));
	}

	private void renumber() {
		List<Sampled> inOrder = this.keys.values()
			.stream()
			.sorted(Comparator.comparingInt((Sampled one) -> one.time))
			.toList();
		this.weights = new WeightsByTime(TIMES_A_KEY * this.mostKeys + 1);
		this.now = 0;
		for (Sampled one : inOrder) {
			one.time = this.now++;
			this.weights.add(one.time, one.weight);
		}
	}

	/**
	 * Estimates the share of hits with another size.
	 * @param group of what
	 * @param size the bytes that there is room for, for all groups together
	 * @param accesses the number of all accesses of the group, if that is known, else 0:
	 * then those of keys that are accessed very often weigh as they should
	 * @return the share, 0 to 1
	 */
	public synchronized double hitRatioBySize(G group, double size, long accesses) {
		Group counts = this.groups.get(group);
		if (counts == null || counts.distances.total() == 0) {
			return 0;
		}
		double expected = (accesses > 0) ? accesses * rate() : counts.distances.total();
		double missing = expected - counts.distances.total();
		return Math.min(1, Math.max(0, (counts.distances.within(size) + missing) / expected));
	}

	/**
	 * Estimates the share of hits with another lifetime, and room for everything.
	 * @param group of what
	 * @param millis the lifetime, in milliseconds
	 * @param accesses the number of all accesses of the group, if that is known, else 0
	 * @return the share, 0 to 1; between the lifetimes that were tried along a straight
	 * line over their logarithms
	 */
	public synchronized double hitRatioByLifetime(G group, long millis, long accesses) {
		Group counts = this.groups.get(group);
		if (counts == null || counts.distances.total() == 0) {
			return 0;
		}
		double expected = (accesses > 0) ? accesses * rate() : counts.distances.total();
		double missing = expected - counts.distances.total();
		return Math.min(1, Math.max(0, (counts.lifetimeHits(millis) + missing) / expected));
	}

	/**
	 * Returns how many accesses were noted.
	 * @param group of what
	 * @return the number, as far as they count at the share that is sampled now
	 */
	public synchronized long noted(G group) {
		Group counts = this.groups.get(group);
		return (counts != null) ? Math.round(counts.distances.total()) : 0;
	}

	/**
	 * Returns which share of the keys is sampled.
	 * @return the share, above 0 to 1
	 */
	public double share() {
		return rate();
	}

	/** A key of the sample. */
	private static final class Sampled {

		private final Object key;

		private final int hash;

		private final long[] loadedAt = new long[LIFETIMES];

		private int time;

		private long weight;

		private long mark;

		Sampled(Object key, int hash) {
			this.key = key;
			this.hash = hash;
			Arrays.fill(this.loadedAt, Long.MIN_VALUE / 2);
		}

	}

	/** What was counted of a group. */
	private static final class Group {

		private final DistanceHistogram distances = new DistanceHistogram();

		private final double[] lifetimeHits = new double[LIFETIMES];

		void tryLifetimes(long[] loadedAt, long millis, boolean changed) {
			for (int i = 0; i < LIFETIMES; i++) {
				if (!changed && millis - loadedAt[i] < (SHORTEST_MILLIS << i)) {
					this.lifetimeHits[i]++;
				}
				else {
					loadedAt[i] = millis;
				}
			}
		}

		void scale(double factor) {
			this.distances.scale(factor);
			for (int i = 0; i < LIFETIMES; i++) {
				this.lifetimeHits[i] *= factor;
			}
		}

		double lifetimeHits(long millis) {
			double place = Math.log((double) Math.max(1, millis) / SHORTEST_MILLIS) / Math.log(2);
			if (place <= 0) {
				return this.lifetimeHits[0] * Math.max(0, (double) millis / SHORTEST_MILLIS);
			}
			int lower = (int) Math.min(LIFETIMES - 1, Math.floor(place));
			int upper = Math.min(LIFETIMES - 1, lower + 1);
			double part = Math.min(1, place - lower);
			return this.lifetimeHits[lower] * (1 - part) + this.lifetimeHits[upper] * part;
		}

	}

}
