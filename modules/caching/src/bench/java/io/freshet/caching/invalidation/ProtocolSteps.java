package io.freshet.caching.invalidation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.openjdk.jcstress.infra.results.JZ_Result;

import io.freshet.caching.invalidation.LabelMarks.Mark;

/**
 * The steps of whoever makes an entry invalid, and of whoever judges it, so that tests
 * can take them in the right order and in a wrong one.
 */
final class ProtocolSteps {

	private static final int LOOKS = 1000;

	private static final int LABELS = 32;

	private final MarkedHistory marked = new MarkedHistory("history", 1, 0, 400);

	private final Map<String, LabelMarks> confirmed = LongStream.rangeClosed(1, LABELS)
		.boxed()
		.collect(Collectors.toMap((post) -> "post:" + post, (post) -> LabelMarks.of(new Mark(10, 11, 2)),
				(one, other) -> one, ConcurrentHashMap::new));

	private volatile long sequence = 1;

	private volatile long floor;

	void putMark() {
		this.marked.put(Mark.unconfirmed(10, 2), Loaded.change(1));
	}

	void moveNumber() {
		this.sequence = 2;
	}

	long number() {
		return this.sequence;
	}

	boolean isValid() {
		return Loaded.isValid(this.marked);
	}

	void numberThenJudgement(JZ_Result result) {
		result.r1 = number();
		result.r2 = isValid();
	}

	void raiseFloor() {
		this.floor = 11;
	}

	/** One after the other, which takes its time. */
	void dropMarks() {
		this.confirmed.values().removeIf((marks) -> marks.visibleBelow() <= 11);
	}

	/** Looks at the mark, then at the floor, until the mark is gone. */
	boolean isEverValid() {
		for (int look = 0; look < LOOKS; look++) {
			LabelMarks marks = this.confirmed.get("post:1");
			if ((marks == null || marks.allVisibleIn(Loaded.STAMP)) && Loaded.STAMP.ceiling() > this.floor) {
				return true;
			}
			if (marks == null) {
				return false;
			}
		}
		return false;
	}

}
