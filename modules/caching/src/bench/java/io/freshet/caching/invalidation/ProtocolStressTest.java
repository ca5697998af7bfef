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
 * The protocol of writer and reader, one step of either out of order in
 * {@link BrokenProtocolStressTest}.
 */
public final class ProtocolStressTest {

	private ProtocolStressTest() {
	}

	/**
	 * The mark is in place before the number moves.
	 */
	@JCStressTest
	@Outcome(id = { "1, true", "1, false", "2, false" }, expect = Expect.ACCEPTABLE, desc = "As it should be.")
	@Outcome(id = "2, true", expect = Expect.FORBIDDEN, desc = "The number is seen, the mark is not.")
	@State
	public static class MarkBeforeNumber {

		private final ProtocolSteps steps = new ProtocolSteps();

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
		 * @param result the number that was current before, and the judgement
		 */
		@Actor
		public void judge(JZ_Result result) {
			this.steps.numberThenJudgement(result);
		}

	}

	/**
	 * The reader takes the number, judges, and remembers the number.
	 */
	@JCStressTest
	@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "As it should be.")
	@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "Judged up to a change that was not seen.")
	@State
	public static class NumberBeforeJudgement {

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
			long number = this.steps.number();
			if (this.steps.isValid()) {
				this.judgedUpTo = number;
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
	 * The floor is raised before the mark is dropped.
	 */
	@JCStressTest
	@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "As it should be.")
	@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "Neither the mark is seen nor the floor.")
	@State
	public static class FloorBeforeMarkDropped {

		private final ProtocolSteps steps = new ProtocolSteps();

		/**
		 * Forgets.
		 */
		@Actor
		public void forget() {
			this.steps.raiseFloor();
			this.steps.dropMarks();
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
