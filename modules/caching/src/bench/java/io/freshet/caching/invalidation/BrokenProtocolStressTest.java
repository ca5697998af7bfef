package io.freshet.caching.invalidation;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Shows that {@link ProtocolStressTest} can fail: the same actors with two steps out of
 * order each. What is forbidden there is expected here, as "interesting".
 */
public final class BrokenProtocolStressTest {

	private BrokenProtocolStressTest() {
	}

	/**
	 * The number moves before the mark is in place.
	 */
	@JCStressTest
	@Outcome(id = { "1, true", "1, false", "2, false" }, expect = Expect.ACCEPTABLE, desc = "As it should be.")
	@Outcome(id = "2, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Number before mark: caught.")
	@State
	public static class NumberBeforeMark {

		private final ProtocolSteps steps = new ProtocolSteps();

		/**
		 * Applies an invalidation.
		 */
		@Actor
		public void apply() {
			this.steps.moveNumber();
			this.steps.putMark();
		}

		/**
		 * Judges an entry.
		 * @param result the number that was current before, and the judgement
		 */
		@Actor
		public void judge(JZ_Result result) {
			this.steps.numberThenJudgement(result);
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

		private final ProtocolSteps steps = new ProtocolSteps();

		private long judgedUpTo;

		/**
		 * Applies an invalidation.
		 */
		@Actor
		public void apply() {
			this.steps.putMark();
			this.steps.moveNumber();
		}

		/**
		 * Judges an entry.
		 */
		@Actor
		public void judge() {
			if (this.steps.isValid()) {
				this.judgedUpTo = this.steps.number();
			}
		}

		/**
		 * Looks at the number alone when both are done.
		 * @param result takes whether the entry counts as judged
		 */
		@Arbiter
		public void judgeLater(Z_Result result) {
			result.r1 = this.judgedUpTo == this.steps.number();
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

		private final ProtocolSteps steps = new ProtocolSteps();

		/**
		 * Forgets.
		 */
		@Actor
		public void forget() {
			this.steps.dropMarks();
			this.steps.raiseFloor();
		}

		/**
		 * Judges an entry from before the invalidation.
		 * @param result takes the judgement
		 */
		@Actor
		public void judge(Z_Result result) {
			result.r1 = this.steps.isEverValid();
		}

	}

}
