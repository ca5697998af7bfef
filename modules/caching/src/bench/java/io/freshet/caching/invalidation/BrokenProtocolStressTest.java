package io.freshet.caching.invalidation;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.LabelMarks.Mark;

/**
 * Shows that the tests beside this one can fail: the protocol with one step out of order
 * each. What is forbidden there is expected here, as "interesting".
 */
public final class BrokenProtocolStressTest {

	private static final Stamp LOADED = Stamp.below("history", 10);

	private static final Set<CacheTag> TAGS = Set.of(CacheTag.of("post", 1));

	private BrokenProtocolStressTest() {
	}

	/**
	 * The number moves before the mark is in place.
	 */
	@JCStressTest
	@Outcome(id = "[12], false|1, true", expect = Expect.ACCEPTABLE, desc = "As it should be.")
	@Outcome(id = "2, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Number before mark: caught.")
	@State
	public static class NumberBeforeMark {

		private final MarkedHistory marked = new MarkedHistory("history", 1, 0);

		private volatile long sequence = 1;

		/**
		 * Applies an invalidation.
		 */
		@Actor
		public void apply() {
			this.sequence = 2;
			this.marked.put(Mark.unconfirmed(10, 2), Invalidation.ofTags(TAGS));
		}

		/**
		 * Judges an entry.
		 * @param result the number that was current before, and the judgement
		 */
		@Actor
		public void judge(JZ_Result result) {
			result.r1 = this.sequence;
			result.r2 = this.marked.isValid(LOADED, "posts:1", TAGS);
		}

	}

	/**
	 * The reader takes the number after it judged, and remembers it.
	 */
	@JCStressTest
	@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "As it should be.")
	@Outcome(id = "true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Number after judgement: caught.")
	@State
	public static class NumberAfterJudgement {

		private final MarkedHistory marked = new MarkedHistory("history", 1, 0);

		private volatile long sequence = 1;

		private long judgedUpTo;

		/**
		 * Applies an invalidation.
		 */
		@Actor
		public void apply() {
			this.marked.put(Mark.unconfirmed(10, 2), Invalidation.ofTags(TAGS));
			this.sequence = 2;
		}

		/**
		 * Judges an entry.
		 */
		@Actor
		public void judge() {
			if (this.marked.isValid(LOADED, "posts:1", TAGS)) {
				this.judgedUpTo = this.sequence;
			}
		}

		/**
		 * Looks at the number alone when both are done.
		 * @param result takes whether the entry counts as judged
		 */
		@Arbiter
		public void judgeLater(Z_Result result) {
			result.r1 = this.judgedUpTo == this.sequence;
		}

	}

	/**
	 * The mark is dropped before the floor is raised.
	 */
	@JCStressTest
	@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "As it should be.")
	@Outcome(id = "true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Mark dropped before floor: caught.")
	@State
	public static class MarkDroppedBeforeFloor {

		private final Map<String, LabelMarks> labels = new ConcurrentHashMap<>(
				Map.of("post:1", LabelMarks.of(new Mark(10, 11, 2))));

		private volatile long floor;

		/**
		 * Forgets.
		 */
		@Actor
		public void forget() {
			this.labels.values().removeIf((marks) -> marks.visibleBelow() <= 11);
			this.floor = 11;
		}

		/**
		 * Judges an entry from before the invalidation.
		 * @param result takes the judgement
		 */
		@Actor
		public void judge(Z_Result result) {
			LabelMarks marks = this.labels.get("post:1");
			result.r1 = (marks == null || marks.allVisibleIn(LOADED)) && LOADED.ceiling() > this.floor;
		}

	}

}
