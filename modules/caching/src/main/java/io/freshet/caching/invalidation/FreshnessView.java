package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.LabelMarks.Mark;

/**
 * What this instance knows of the ledger: the newest snapshot, when the query that
 * brought it was sent, and the invalidations that matter for entries that may still be
 * around.
 * <p>
 * An entry is valid if and only if every known invalidation of its tags, of its key and
 * of a pattern that matches its key is visible in its stamp, and the stamp belongs to the
 * history that is followed. Where the view had to forget, it raises a floor: a stamp from
 * before the floor counts as invalid.
 * <p>
 * Readers take no lock. Writers, that is the follower and this instance's own changes,
 * take turns. A writer puts its marks in place before it moves the sequence number on,
 * and a reader takes the number before it looks at the marks: so an entry judged at a
 * number needs no second look until the number moves.
 */
public final class FreshnessView {

	private final Map<String, LabelMarks> marks = new ConcurrentHashMap<>();

	private final long boundNanos;

	private final int capacity;

	private final LongSupplier nanoTime;

	private volatile Moment moment = new Moment(Stamp.NONE, 0);

	private volatile List<PatternMark> patterns = List.of();

	private volatile long sequence;

	private volatile long floor;

	/**
	 * Makes a view that knows nothing yet, so that nothing is valid.
	 * @param bound the age up to which the view is current
	 * @param capacity the number of labels and patterns up to which the view does not
	 * forget
	 * @param nanoTime the clock, {@link System#nanoTime()} but for tests
	 */
	public FreshnessView(Duration bound, int capacity, LongSupplier nanoTime) {
		this.boundNanos = bound.toNanos();
		this.capacity = capacity;
		this.nanoTime = nanoTime;
	}

	/**
	 * Returns the newest snapshot that is known: the stamp for a load that begins now.
	 * @return the stamp, {@link Stamp#NONE} before the ledger was read
	 */
	public Stamp stamp() {
		return this.moment.stamp;
	}

	/**
	 * Returns the number of the last invalidation that was applied.
	 * @return a number that only grows
	 */
	public long sequence() {
		return this.sequence;
	}

	/**
	 * Returns whether what is known is not older than the bound.
	 * @return whether entries can be judged
	 */
	public boolean isCurrent() {
		Moment current = this.moment;
		return !current.stamp.isNone() && this.nanoTime.getAsLong() - current.sentAt <= this.boundNanos;
	}

	/**
	 * Returns how old what is known is.
	 * @return the time since the query was sent that brought the newest snapshot; the
	 * longest possible duration before the ledger was read
	 */
	public Duration age() {
		Moment current = this.moment;
		return current.stamp.isNone() ? Duration.ofNanos(Long.MAX_VALUE)
				: Duration.ofNanos(this.nanoTime.getAsLong() - current.sentAt);
	}

	/**
	 * Judges an entry.
	 * @param stamp the stamp of the entry
	 * @param key the full text of its key
	 * @param tags its cache tags
	 * @return whether every known invalidation that concerns it is visible in its stamp
	 */
	public boolean isValid(Stamp stamp, String key, Collection<CacheTag> tags) {
		if (!stamp.history().equals(this.moment.stamp.history()) || stamp.isNone() || stamp.ceiling() <= this.floor) {
			return false;
		}
		for (CacheTag tag : tags) {
			LabelMarks marks = this.marks.get(tag.value());
			if (marks != null && !marks.allVisibleIn(stamp)) {
				return false;
			}
		}
		LabelMarks own = this.marks.get(Invalidation.keyLabel(key));
		if (own != null && !own.allVisibleIn(stamp)) {
			return false;
		}
		for (PatternMark mark : this.patterns) {
			if (!stamp.sees(mark.mark.position()) && mark.pattern.matches(key)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns whether an entry may have been invalidated since a number.
	 * @param since a sequence number
	 * @param key the full text of its key
	 * @param tags its cache tags
	 * @return whether an invalidation that concerns it was applied later
	 */
	public boolean changedSince(long since, String key, Collection<CacheTag> tags) {
		if (this.sequence == since) {
			return false;
		}
		for (CacheTag tag : tags) {
			LabelMarks marks = this.marks.get(tag.value());
			if (marks != null && marks.appliedAfter(since)) {
				return true;
			}
		}
		LabelMarks own = this.marks.get(Invalidation.keyLabel(key));
		return (own != null && own.appliedAfter(since))
				|| this.patterns.stream().anyMatch((mark) -> mark.mark.sequence() > since && mark.pattern.matches(key));
	}

	/**
	 * Applies a change of this instance that was committed just now.
	 * @param position its position
	 * @param invalidation what it makes invalid
	 */
	public synchronized void apply(long position, Invalidation invalidation) {
		if (this.moment.stamp.sees(position)) {
			return;
		}
		put(new Mark(position, Long.MAX_VALUE, this.sequence + 1), invalidation);
		this.sequence++;
	}

	/**
	 * Begins anew with what was read back of the ledger: at the start, and when the
	 * database has begun another history. Until it is done nothing is valid.
	 * @param stamp the snapshot
	 * @param sentAt the reading of the clock before the query was sent
	 * @param readBack the invalidations that were read
	 * @param untrusted the last stamp that they do not suffice to judge,
	 * {@link Stamp#NONE} if they suffice for all
	 */
	public synchronized void restart(Stamp stamp, long sentAt, Collection<Positioned> readBack, Stamp untrusted) {
		this.moment = new Moment(Stamp.NONE, 0);
		this.marks.clear();
		this.patterns = List.of();
		this.floor = untrusted.ceiling();
		advance(stamp, sentAt, readBack);
		this.sequence++;
	}

	/**
	 * Moves on to a newer snapshot of the same history.
	 * @param stamp the snapshot
	 * @param sentAt the reading of the clock before the query was sent
	 * @param news what became visible since the last snapshot
	 */
	public synchronized void advance(Stamp stamp, long sentAt, Collection<Positioned> news) {
		if (!news.isEmpty()) {
			for (Positioned change : news) {
				put(new Mark(change.position(), stamp.ceiling(), this.sequence + 1), change.invalidation());
			}
			forgetIfTooMany();
			this.sequence++;
		}
		this.moment = new Moment(stamp, sentAt);
	}

	/**
	 * Returns whether even the newest snapshot lies below the floor, so that nothing can
	 * become valid until the database gives another position away.
	 * @return whether a new position is needed
	 */
	public boolean needsPosition() {
		return this.moment.stamp.ceiling() <= this.floor;
	}

	private void put(Mark mark, Invalidation invalidation) {
		for (String label : invalidation.labels()) {
			this.marks.merge(label, LabelMarks.of(mark), (known, added) -> known.with(mark));
		}
		KeyPattern pattern = invalidation.pattern();
		if (pattern != null) {
			List<PatternMark> known = new ArrayList<>(this.patterns);
			known.removeIf((other) -> other.mark.position() == mark.position() && other.pattern.equals(pattern));
			known.add(new PatternMark(pattern, mark));
			this.patterns = List.copyOf(known);
		}
	}

	/**
	 * Forgets the labels that were invalidated longest ago, down to half of the capacity,
	 * so that it is not done at each step. What is not confirmed yet stays.
	 */
	private void forgetIfTooMany() {
		if (this.marks.size() + this.patterns.size() <= this.capacity) {
			return;
		}
		List<Map.Entry<String, LabelMarks>> oldestFirst = new ArrayList<>(this.marks.entrySet());
		oldestFirst.removeIf((entry) -> entry.getValue().visibleBelow() == Long.MAX_VALUE);
		oldestFirst.sort(Map.Entry.comparingByValue(Comparator.comparingLong(LabelMarks::visibleBelow)));
		int surplus = Math.min(oldestFirst.size(), this.marks.size() - this.capacity / 2);
		long forgotten = this.floor;
		for (Map.Entry<String, LabelMarks> entry : oldestFirst.subList(0, Math.max(0, surplus))) {
			forgotten = Math.max(forgotten, entry.getValue().visibleBelow());
			this.marks.remove(entry.getKey());
		}
		if (this.patterns.size() > this.capacity / 2) {
			forgotten = Math.max(forgotten,
					this.patterns.stream()
						.mapToLong((mark) -> mark.mark.visibleBelow())
						.filter((below) -> below != Long.MAX_VALUE)
						.max()
						.orElse(0));
			this.patterns = this.patterns.stream()
				.filter((mark) -> mark.mark.visibleBelow() == Long.MAX_VALUE)
				.toList();
		}
		this.floor = forgotten;
	}

	/**
	 * An invalidation with its place in the ledger.
	 *
	 * @param position the position of the change
	 * @param invalidation what it makes invalid
	 */
	public record Positioned(long position, Invalidation invalidation) {
	}

	private record Moment(Stamp stamp, long sentAt) {
	}

	private record PatternMark(KeyPattern pattern, Mark mark) {
	}

	@Override
	public String toString() {
		return "FreshnessView[" + this.moment.stamp + ", " + this.marks.size() + " labels, sequence " + this.sequence
				+ "]";
	}

}
