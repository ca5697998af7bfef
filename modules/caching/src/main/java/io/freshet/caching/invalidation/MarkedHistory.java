package io.freshet.caching.invalidation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.LabelMarks.Mark;

/**
 * The invalidations of one history of the database, as far as they are remembered. One
 * thread at a time writes, any number read meanwhile.
 * <p>
 * Whoever forgets first raises the floor and then drops the marks; whoever judges first
 * looks at the marks and then at the floor. So a mark that is missed is made up for by
 * the floor.
 */
final class MarkedHistory {

	private final String history;

	private final long begunAt;

	private final Map<String, LabelMarks> labels = new ConcurrentHashMap<>();

	private volatile Map<KeyPattern, LabelMarks> patterns = Map.of();

	private volatile long floor;

	private volatile long forgottenAt;

	/**
	 * Makes a history without marks.
	 * @param history the identity of the history
	 * @param begunAt the sequence number under which the view begins to follow it
	 * @param floor the position up to which a stamp must reach at least to be trusted
	 */
	MarkedHistory(String history, long begunAt, long floor) {
		this.history = history;
		this.begunAt = begunAt;
		this.floor = floor;
	}

	void put(Mark mark, Invalidation invalidation) {
		for (String label : invalidation.labels()) {
			this.labels.merge(label, LabelMarks.of(mark), (known, added) -> known.with(mark));
		}
		KeyPattern pattern = invalidation.pattern();
		if (pattern != null) {
			Map<KeyPattern, LabelMarks> updated = new HashMap<>(this.patterns);
			updated.merge(pattern, LabelMarks.of(mark), (known, added) -> known.with(mark));
			this.patterns = Map.copyOf(updated);
		}
	}

	/**
	 * Takes over what an instance knows of its own changes and the ledger has not
	 * confirmed.
	 */
	void putUnconfirmed(MarkedHistory other, Stamp confirmed) {
		other.labels.forEach((label, marks) -> marks.unconfirmed(confirmed)
			.forEach((mark) -> this.labels.merge(label, LabelMarks.of(mark), (known, added) -> known.with(mark))));
		other.patterns.forEach((pattern, marks) -> marks.unconfirmed(confirmed)
			.forEach((mark) -> put(mark, Invalidation.ofPattern(pattern))));
	}

	boolean isValid(Stamp stamp, String key, Collection<CacheTag> tags) {
		if (stamp.isNone() || !stamp.history().equals(this.history)) {
			return false;
		}
		for (CacheTag tag : tags) {
			if (!allVisibleIn(stamp, tag.value())) {
				return false;
			}
		}
		if (!allVisibleIn(stamp, Invalidation.keyLabel(key))) {
			return false;
		}
		for (Map.Entry<KeyPattern, LabelMarks> marked : this.patterns.entrySet()) {
			if (!marked.getValue().allVisibleIn(stamp) && marked.getKey().matches(key)) {
				return false;
			}
		}
		return stamp.ceiling() > this.floor;
	}

	private boolean allVisibleIn(Stamp stamp, String label) {
		LabelMarks marks = this.labels.get(label);
		return marks == null || marks.allVisibleIn(stamp);
	}

	boolean changedSince(long since, String key, Collection<CacheTag> tags) {
		return since < this.begunAt || tags.stream().anyMatch((tag) -> appliedAfter(since, tag.value()))
				|| appliedAfter(since, Invalidation.keyLabel(key))
				|| this.patterns.entrySet()
					.stream()
					.anyMatch((marked) -> marked.getValue().appliedAfter(since) && marked.getKey().matches(key))
				|| since < this.forgottenAt;
	}

	private boolean appliedAfter(long since, String label) {
		LabelMarks marks = this.labels.get(label);
		return marks != null && marks.appliedAfter(since);
	}

	/**
	 * Forgets what was invalidated longest ago, down to half of the capacity, so that it
	 * is not done at each step. What is not confirmed yet stays.
	 * @param capacity the number of labels and patterns up to which all is remembered
	 * @param sequence the sequence number that is under way
	 */
	void forgetIfMoreThan(int capacity, long sequence) {
		int size = size();
		if (size <= capacity) {
			return;
		}
		long[] oldestFirst = Stream.of(this.labels, this.patterns)
			.flatMapToLong((marked) -> marked.values().stream().flatMapToLong(MarkedHistory::confirmedBelow))
			.sorted()
			.toArray();
		int surplus = Math.min(oldestFirst.length, size - capacity / 2);
		if (surplus > 0) {
			forgetUpTo(oldestFirst[surplus - 1], sequence);
		}
	}

	private static LongStream confirmedBelow(LabelMarks marks) {
		return marks.isConfirmed() ? LongStream.of(marks.visibleBelow()) : LongStream.empty();
	}

	private void forgetUpTo(long position, long sequence) {
		this.floor = Math.max(this.floor, position);
		this.forgottenAt = sequence;
		this.labels.values().removeIf((marks) -> marks.visibleBelow() <= position);
		Map<KeyPattern, LabelMarks> kept = new HashMap<>(this.patterns);
		kept.values().removeIf((marks) -> marks.visibleBelow() <= position);
		this.patterns = Map.copyOf(kept);
	}

	/**
	 * Returns the position up to which a stamp must reach at least to be trusted.
	 */
	long floor() {
		return this.floor;
	}

	int size() {
		return this.labels.size() + this.patterns.size();
	}

}
