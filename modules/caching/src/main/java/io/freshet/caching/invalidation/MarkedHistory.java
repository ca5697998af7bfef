package io.freshet.caching.invalidation;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

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

	/**
	 * Memory that a label takes beyond its characters and marks: the entry of the map and
	 * the headers of the text.
	 */
	private static final int LABEL_WEIGHT = 80;

	private final String history;

	private final long begunAt;

	private final Map<String, LabelMarks> tags = new ConcurrentHashMap<>();

	private final Map<String, LabelMarks> keys = new ConcurrentHashMap<>();

	private volatile Map<KeyPattern, LabelMarks> patterns = Map.of();

	private final long capacity;

	private final LastApplied lastApplied;

	private volatile long patternAt;

	private volatile long floor;

	private volatile long forgottenAt;

	private volatile long highestLabelFloor;

	private final AtomicLong weight = new AtomicLong();

	/** Labels with which no stamp is trusted for the moment; for the writer alone. */
	private final Set<Object> blocked = new HashSet<>();

	/**
	 * Makes a history without marks.
	 * @param history the identity of the history
	 * @param begunAt the sequence number under which the view begins to follow it
	 * @param floor the position up to which a stamp must reach at least to be trusted
	 * @param capacity the bytes up to which all is remembered
	 */
	MarkedHistory(String history, long begunAt, long floor, long capacity) {
		this.history = history;
		this.begunAt = begunAt;
		this.floor = floor;
		this.capacity = capacity;
		this.lastApplied = new LastApplied(capacity);
	}

	void put(Mark mark, Invalidation invalidation) {
		invalidation.tags().forEach((tag) -> put(this.tags, tag, mark));
		invalidation.keys().forEach((key) -> put(this.keys, key, mark));
		KeyPattern pattern = invalidation.pattern();
		if (pattern != null) {
			Map<KeyPattern, LabelMarks> updated = new HashMap<>(this.patterns);
			put(updated, pattern, mark);
			this.patterns = Map.copyOf(updated);
			this.patternAt = mark.sequence();
		}
	}

	private <L> void put(Map<L, LabelMarks> marked, L label, Mark mark) {
		LabelMarks known = marked.get(label);
		replace(marked, label, (known != null) ? known.with(mark) : LabelMarks.of(mark));
		this.lastApplied.applied(label, mark.sequence());
	}

	private <L> void replace(Map<L, LabelMarks> marked, L label, LabelMarks updated) {
		LabelMarks known = marked.put(label, updated);
		if (updated.isBlocked()) {
			this.blocked.add(label);
		}
		else {
			this.highestLabelFloor = Math.max(this.highestLabelFloor, updated.floor());
		}
		this.weight.addAndGet(weightOf(label, updated) - ((known != null) ? weightOf(label, known) : 0));
	}

	private static long weightOf(Object label, LabelMarks marks) {
		return (long) LABEL_WEIGHT + label.toString().length() + marks.weight();
	}

	/**
	 * Takes over what an instance knows of its own changes and the ledger has not
	 * confirmed.
	 */
	void putUnconfirmed(MarkedHistory other, Stamp confirmed) {
		putUnconfirmed(other.tags, confirmed, this.tags);
		putUnconfirmed(other.keys, confirmed, this.keys);
		Map<KeyPattern, LabelMarks> updated = new HashMap<>(this.patterns);
		putUnconfirmed(other.patterns, confirmed, updated);
		this.patterns = Map.copyOf(updated);
		this.patternAt = other.patternAt;
	}

	private <L> void putUnconfirmed(Map<L, LabelMarks> from, Stamp confirmed, Map<L, LabelMarks> to) {
		from.forEach((label, marks) -> {
			LabelMarks open = marks.unconfirmed(confirmed);
			if (!open.isEmpty()) {
				replace(to, label, open);
			}
		});
	}

	/**
	 * Trusts stamps again with labels whose marks gave way before they were confirmed, as
	 * far as a snapshot certainly sees those marks.
	 * @param seen the last sequence number whose change the snapshot certainly sees
	 * @param stamp the snapshot
	 */
	void unblock(long seen, Stamp stamp) {
		if (this.blocked.isEmpty()) {
			return;
		}
		Set<Object> labels = Set.copyOf(this.blocked);
		this.blocked.clear();
		Map<KeyPattern, LabelMarks> updated = new HashMap<>(this.patterns);
		for (Object label : labels) {
			if (label instanceof KeyPattern pattern) {
				unblock(updated, pattern, seen, stamp);
			}
			else if (label instanceof String text) {
				unblock(this.tags, text, seen, stamp);
				unblock(this.keys, text, seen, stamp);
			}
		}
		this.patterns = Map.copyOf(updated);
	}

	private <L> void unblock(Map<L, LabelMarks> marked, L label, long seen, Stamp stamp) {
		LabelMarks known = marked.get(label);
		if (known != null) {
			replace(marked, label, known.unblocked(seen, stamp.ceiling()));
		}
	}

	Stamp oldest() {
		return Stamp.below(this.history, this.floor + 1);
	}

	boolean isValid(Stamp stamp, String key, Collection<CacheTag> tags) {
		return allVisibleIn(stamp, this.keys.get(key)) && isValidButForKey(stamp, key, tags);
	}

	boolean isValidButForKey(Stamp stamp, String key, Collection<CacheTag> tags) {
		if (stamp.isNone() || !stamp.history().equals(this.history)) {
			return false;
		}
		for (CacheTag tag : tags) {
			if (!allVisibleIn(stamp, this.tags.get(tag.value()))) {
				return false;
			}
		}
		for (Map.Entry<KeyPattern, LabelMarks> marked : this.patterns.entrySet()) {
			if (!marked.getValue().allVisibleIn(stamp) && marked.getKey().matches(key)) {
				return false;
			}
		}
		return stamp.ceiling() > this.floor;
	}

	private static boolean allVisibleIn(Stamp stamp, @Nullable LabelMarks marks) {
		return marks == null || marks.allVisibleIn(stamp);
	}

	/**
	 * Returns whether something that concerns an entry may have been applied since a
	 * number. May say so wrongly, but not the contrary.
	 * @param since the number under which the entry was found valid
	 * @param labelHashes the hashes of its tags and of its key
	 */
	boolean mayHaveChangedSince(long since, int[] labelHashes) {
		return since < this.begunAt || since < this.patternAt || since < this.forgottenAt
				|| this.lastApplied.isAnyAfter(since, labelHashes);
	}

	boolean changedSince(long since, String key, Collection<CacheTag> tags) {
		return since < this.begunAt || tags.stream().anyMatch((tag) -> appliedAfter(since, this.tags.get(tag.value())))
				|| appliedAfter(since, this.keys.get(key))
				|| this.patterns.entrySet()
					.stream()
					.anyMatch((marked) -> marked.getValue().appliedAfter(since) && marked.getKey().matches(key))
				|| since < this.forgottenAt;
	}

	private static boolean appliedAfter(long since, @Nullable LabelMarks marks) {
		return marks != null && marks.appliedAfter(since);
	}

	/**
	 * Forgets what was invalidated longest ago, down to half of the capacity, so that it
	 * is not done at each step. What is not confirmed yet stays.
	 * @param sequence the sequence number that is under way
	 */
	void forgetIfTooHeavy(long sequence) {
		if (weight() <= this.capacity) {
			return;
		}
		long surplus = weight() - this.capacity / 2;
		List<Forgettable> oldestFirst = Stream.of(this.tags, this.keys, this.patterns)
			.flatMap((marked) -> marked.entrySet().stream())
			.filter((marked) -> marked.getValue().isConfirmed())
			.map((marked) -> new Forgettable(marked.getValue().visibleBelow(),
					weightOf(marked.getKey(), marked.getValue())))
			.sorted(Comparator.comparingLong(Forgettable::position))
			.toList();
		long position = 0;
		for (Forgettable marked : oldestFirst) {
			if (surplus <= 0) {
				break;
			}
			position = marked.position();
			surplus -= marked.weight();
		}
		if (position > 0) {
			forgetUpTo(position, sequence);
		}
	}

	private void forgetUpTo(long position, long sequence) {
		this.floor = Math.max(this.floor, position);
		this.forgottenAt = sequence;
		forgetUpTo(position, this.tags);
		forgetUpTo(position, this.keys);
		Map<KeyPattern, LabelMarks> kept = new HashMap<>(this.patterns);
		forgetUpTo(position, kept);
		this.patterns = Map.copyOf(kept);
	}

	private <L> void forgetUpTo(long position, Map<L, LabelMarks> marked) {
		marked.entrySet().removeIf((entry) -> {
			if (entry.getValue().visibleBelow() > position) {
				return false;
			}
			this.weight.addAndGet(-weightOf(entry.getKey(), entry.getValue()));
			return true;
		});
	}

	/**
	 * Returns the position up to which a stamp must reach at least to be trusted with
	 * whatever label.
	 */
	long highestFloor() {
		return Math.max(this.floor, this.highestLabelFloor);
	}

	/**
	 * Returns the memory that is taken.
	 * @return bytes, estimated
	 */
	long weight() {
		return this.weight.get();
	}

	/** What could be forgotten, and what that would free. */
	private record Forgettable(long position, long weight) {
	}

}
