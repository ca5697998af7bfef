package io.freshet.caching.invalidation;

import java.util.List;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The view begins anew.
 */
public final class RestartStressTest {

	private RestartStressTest() {
	}

	/**
	 * An entry of the history before is judged meanwhile.
	 */
	@JCStressTest
	@JCStressMeta(JudgedWhileItMoves.class)
	@State
	public static class AnotherHistory {

		private final FreshnessView view = Loaded.view();

		/**
		 * Begins to follow another history.
		 */
		@Actor
		public void restart() {
			this.view.restart(Stamp.below("promoted", 10), 0, List.of(), Stamp.NONE);
		}

		/**
		 * Judges an entry.
		 * @param result the number that was current before, and the judgement
		 */
		@Actor
		public void judge(JZ_Result result) {
			Loaded.judgeUntilTheNumberMoves(this.view, result);
		}

	}

	/**
	 * What was read back of the same history invalidates the entry that is judged
	 * meanwhile.
	 */
	@JCStressTest
	@JCStressMeta(JudgedWhileItMoves.class)
	@State
	public static class ReadBack {

		private final FreshnessView view = Loaded.view();

		/**
		 * Begins anew with an invalidation.
		 */
		@Actor
		public void restart() {
			this.view.restart(Loaded.upTo(11), 0, List.of(Loaded.change(10, 1)), Stamp.NONE);
		}

		/**
		 * Judges an entry.
		 * @param result the number that was current before, and the judgement
		 */
		@Actor
		public void judge(JZ_Result result) {
			Loaded.judgeUntilTheNumberMoves(this.view, result);
		}

	}

	/**
	 * This instance commits a change, which the snapshot of the restart does not see.
	 */
	@JCStressTest
	@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "The change is in force from its commit on.")
	@Outcome(id = "true, .*", expect = Expect.FORBIDDEN, desc = "The writer itself reads what it has overwritten.")
	@Outcome(id = ".*, true", expect = Expect.FORBIDDEN, desc = "The change is lost in the restart.")
	@State
	public static class OwnChange {

		private final FreshnessView view = Loaded.view();

		/**
		 * Begins anew with the snapshot of before the change.
		 */
		@Actor
		public void restart() {
			this.view.restart(Loaded.STAMP, 0, List.of(), Stamp.NONE);
		}

		/**
		 * Commits a change and reads.
		 * @param result takes the judgement of the writer
		 */
		@Actor
		public void change(ZZ_Result result) {
			this.view.apply(10, Loaded.change(1));
			result.r1 = Loaded.isValid(this.view);
		}

		/**
		 * Judges when both are done.
		 * @param result takes the judgement
		 */
		@Arbiter
		public void judge(ZZ_Result result) {
			result.r2 = Loaded.isValid(this.view);
		}

	}

}
