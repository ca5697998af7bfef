package io.freshet.caching.invalidation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The invalidations of one label that still matter. Immutable.
 * <p>
 * Of two marks the older can be dropped if the newer one's transaction began after the
 * older one was visible: snapshots of one history only ever see more, so a snapshot that
 * misses the older one was taken before it was visible, hence misses the newer one as
 * well. A label that is invalidated all the time thus keeps as many marks as there are
 * transactions at once.
 * <p>
 * When the ledger is read back, nobody knows any more when a change became visible, and a
 * label may have been changed thousands of times. Beyond some number marks therefore give
 * way to a floor, below which no stamp counts: the price is paid by old entries, once.
 * <p>
 * Marks that are not confirmed give way only in greater numbers, which takes a follower
 * that is cut off while this instance goes on changing. Nobody knows yet which stamps see
 * them, so no stamp counts until a snapshot certainly does.
 *
 * @param marks the marks, the one that was applied last at the end
 * @param floor the position up to which a stamp must reach at least to be trusted with
 * this label; the highest number while no stamp is trusted
 * @param floorAt the highest sequence number of the marks that gave way
 */
record LabelMarks(List<Mark> marks, long floor, long floorAt) {

	/**
	 * Number of marks beyond which those that are confirmed give way to the floor.
	 */
	static final int MAX_MARKS = 16;

	/**
	 * Number of marks beyond which one gives way even if none is confirmed.
	 */
	static final int MAX_UNCONFIRMED = 64;

	private static final long UNCONFIRMED = Long.MAX_VALUE;

	private static final Comparator<Mark> OLDEST_FIRST = Comparator.comparingLong(Mark::visibleBelow)
		.thenComparingLong(Mark::position);

	private static final int WEIGHT = 48;

	private static final int MARK_WEIGHT = 48;

	/**
	 * One invalidation of one label.
	 *
	 * @param position the position of the change
	 * @param visibleBelow the first position not given to any transaction when the change
	 * was seen; the highest number while only this instance knows of it
	 * @param sequence the number under which the view applied it
	 */
	record Mark(long position, long visibleBelow, long sequence) {

		static Mark unconfirmed(long position, long sequence) {
			return new Mark(position, UNCONFIRMED, sequence);
		}

	}

	static LabelMarks of(Mark mark) {
		return new LabelMarks(List.of(mark), 0, 0);
	}

	LabelMarks with(Mark added) {
		List<Mark> kept = new ArrayList<>(this.marks.size() + 1);
		Mark merged = added;
		for (Mark mark : this.marks) {
			if (mark.position == added.position) {
				// Applied by this instance first, now confirmed: nothing new to obey.
				merged = new Mark(mark.position, Math.min(mark.visibleBelow, added.visibleBelow), mark.sequence);
			}
			else if (mark.visibleBelow > added.position) {
				kept.add(mark);
			}
		}
		kept.add(merged);
		return (kept.size() <= MAX_MARKS) ? new LabelMarks(List.copyOf(kept), this.floor, this.floorAt)
				: withoutOldest(kept);
	}

	private LabelMarks withoutOldest(List<Mark> kept) {
		Mark oldest = Collections.min(kept, OLDEST_FIRST);
		if (oldest.visibleBelow == UNCONFIRMED && kept.size() <= MAX_UNCONFIRMED) {
			return new LabelMarks(List.copyOf(kept), this.floor, this.floorAt);
		}
		kept.remove(oldest);
		return new LabelMarks(List.copyOf(kept), Math.max(this.floor, oldest.visibleBelow),
				Math.max(this.floorAt, oldest.sequence));
	}

	/**
	 * Returns whether marks that were not confirmed gave way, so that no stamp is
	 * trusted.
	 */
	boolean isBlocked() {
		return this.floor == UNCONFIRMED;
	}

	/**
	 * Trusts stamps again if a snapshot certainly sees the marks that gave way.
	 * @param seen the last sequence number whose change the snapshot certainly sees
	 * @param ceiling the first position that the snapshot does not see
	 */
	LabelMarks unblocked(long seen, long ceiling) {
		return (isBlocked() && this.floorAt <= seen) ? new LabelMarks(this.marks, ceiling, this.floorAt) : this;
	}

	/**
	 * Returns these marks without those that the ledger has confirmed or a snapshot sees.
	 * @param stamp the snapshot
	 */
	LabelMarks unconfirmed(Stamp stamp) {
		List<Mark> open = this.marks.stream()
			.filter((mark) -> mark.visibleBelow == UNCONFIRMED && !stamp.sees(mark.position))
			.toList();
		return isBlocked() ? new LabelMarks(open, this.floor, this.floorAt) : new LabelMarks(open, 0, 0);
	}

	/**
	 * Returns whether nothing is to be obeyed.
	 */
	boolean isEmpty() {
		return this.marks.isEmpty() && this.floor == 0;
	}

	/**
	 * Returns the memory that these marks take.
	 * @return bytes, estimated
	 */
	int weight() {
		return WEIGHT + this.marks.size() * MARK_WEIGHT;
	}

	boolean allVisibleIn(Stamp stamp) {
		for (int i = this.marks.size() - 1; i >= 0; i--) {
			if (!stamp.sees(this.marks.get(i).position)) {
				return false;
			}
		}
		return stamp.ceiling() > this.floor;
	}

	boolean appliedAfter(long sequence) {
		for (Mark mark : this.marks) {
			if (mark.sequence > sequence) {
				return true;
			}
		}
		return this.floorAt > sequence;
	}

	/**
	 * Returns the highest first position that any of these marks was seen below.
	 * @return the position; the highest number if a mark is not confirmed yet
	 */
	long visibleBelow() {
		return Math.max(this.floor, this.marks.stream().mapToLong(Mark::visibleBelow).max().orElse(0));
	}

	boolean isConfirmed() {
		return visibleBelow() != UNCONFIRMED;
	}

}
