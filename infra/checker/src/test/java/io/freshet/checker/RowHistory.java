package io.freshet.checker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of the versions of one row, which one writer at a time writes and which
 * only grow. A version whose outcome is unknown may be seen and need not be.
 */
final class RowHistory {

	/** Stands for the instance of an acknowledgement that no single instance gave. */
	static final int NO_INSTANCE = -1;

	private final List<Acknowledgement> acknowledged = new ArrayList<>();

	private final Set<Long> undone = new HashSet<>();

	/**
	 * Takes note that a version, or a later one, is there for all.
	 * @param version the version
	 * @param at the time at which the response was there
	 * @param instance the instance that wrote it
	 */
	synchronized void acknowledged(long version, long at, int instance) {
		this.acknowledged.add(new Acknowledgement(version, at, instance));
	}

	/** Takes note that a version was rolled back and must never be seen. */
	synchronized void undone(long version) {
		this.undone.add(version);
	}

	/**
	 * Judges a read.
	 * @param version the version that was seen
	 * @param instance the instance that answered
	 * @param begunAt the time before the request was sent
	 * @param bound the time, in nanoseconds, for which other instances may answer with a
	 * version that was replaced
	 * @return what it is to be thought of
	 */
	synchronized Verdict judge(long version, int instance, long begunAt, long bound) {
		if (this.undone.contains(version)) {
			return new Verdict(Verdict.Kind.UNDONE, version, 0);
		}
		long staleness = 0;
		Acknowledgement missed = null;
		for (int i = firstAfter(version); i < this.acknowledged.size(); i++) {
			Acknowledgement newer = this.acknowledged.get(i);
			long late = begunAt - newer.at;
			if (late <= 0) {
				break;
			}
			staleness = Math.max(staleness, late);
			if (late > bound || newer.instance == instance) {
				missed = newer;
			}
		}
		return (missed != null) ? new Verdict(Verdict.Kind.TOO_OLD, missed.version, staleness)
				: new Verdict(Verdict.Kind.ALLOWED, version, staleness);
	}

	private int firstAfter(long version) {
		int first = this.acknowledged.size();
		while (first > 0 && this.acknowledged.get(first - 1).version > version) {
			first--;
		}
		return first;
	}

	private record Acknowledgement(long version, long at, int instance) {
	}

}
