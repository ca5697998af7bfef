package io.freshet.caching.invalidation;

import java.util.ArrayList;
import java.util.List;

/**
 * The invalidations of one label that still matter. Immutable.
 * <p>
 * Of two marks the older can be dropped if the newer one's transaction began after the
 * older one was visible: snapshots of one history only ever see more, so a snapshot that
 * misses the older one was taken before it was visible, hence misses the newer one as
 * well. A label that is invalidated all the time thus keeps as many marks as there are
 * transactions at once.
 *
 * @param marks the marks, the one that was applied last at the end
 */
record LabelMarks(List<Mark> marks) {

	private static final long UNCONFIRMED = Long.MAX_VALUE;

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
		return new LabelMarks(List.of(mark));
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
		return new LabelMarks(List.copyOf(kept));
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
		return true;
	}

	boolean appliedAfter(long sequence) {
		for (Mark mark : this.marks) {
			if (mark.sequence > sequence) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns the highest first position that any of these marks was seen below.
	 * @return the position; the highest number if a mark is not confirmed yet
	 */
	long visibleBelow() {
		return this.marks.stream().mapToLong(Mark::visibleBelow).max().orElse(0);
	}

	boolean isConfirmed() {
		return visibleBelow() != UNCONFIRMED;
	}

	/**
	 * Returns the marks that only this instance knows of and that a snapshot does not
	 * see.
	 */
	List<Mark> unconfirmed(Stamp stamp) {
		return this.marks.stream()
			.filter((mark) -> mark.visibleBelow == UNCONFIRMED && !stamp.sees(mark.position))
			.toList();
	}

}
