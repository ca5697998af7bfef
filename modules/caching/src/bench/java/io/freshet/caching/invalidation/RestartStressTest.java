package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.FreshnessView.Positioned;

/**
 * The view begins anew.
 */
public final class RestartStressTest {

	private static final Stamp LOADED = Stamp.below("history", 10);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private RestartStressTest() {
	}

	private static FreshnessView view() {
		FreshnessView view = new FreshnessView(Duration.ofDays(1), 100, () -> 0);
		view.restart(LOADED, 0, List.of(), Stamp.NONE);
		return view;
	}

	private static boolean isValid(FreshnessView view) {
		return view.isValid(LOADED, "posts:1", Set.of(TAG));
	}

	/**
	 * An entry of the history before is judged meanwhile.
	 */
	@JCStressTest
	@Outcome(id = "1, true", expect = Expect.ACCEPTABLE, desc = "Judged before the view began anew.")
	@Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "The other history is seen earlier than the number.")
	@Outcome(id = "2, false", expect = Expect.ACCEPTABLE, desc = "The entry is of another history.")
	@Outcome(id = "2, true", expect = Expect.FORBIDDEN, desc = "The number is seen, the other history is not.")
	@State
	public static class AnotherHistory {

		private final FreshnessView view = view();

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
			result.r1 = this.view.sequence();
			result.r2 = isValid(this.view);
		}

	}

	/**
	 * What was read back of the same history invalidates the entry that is judged
	 * meanwhile.
	 */
	@JCStressTest
	@Outcome(id = "1, true", expect = Expect.ACCEPTABLE, desc = "Judged before the view began anew.")
	@Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "The mark is seen earlier than the number.")
	@Outcome(id = "2, false", expect = Expect.ACCEPTABLE, desc = "The number is seen, and so is the mark.")
	@Outcome(id = "2, true", expect = Expect.FORBIDDEN, desc = "The number is seen, the mark is not.")
	@State
	public static class ReadBack {

		private final FreshnessView view = view();

		/**
		 * Begins anew with an invalidation.
		 */
		@Actor
		public void restart() {
			this.view.restart(Stamp.below("history", 11), 0,
					List.of(new Positioned(10, Invalidation.ofTags(Set.of(TAG)))), Stamp.NONE);
		}

		/**
		 * Judges an entry.
		 * @param result the number that was current before, and the judgement
		 */
		@Actor
		public void judge(JZ_Result result) {
			result.r1 = this.view.sequence();
			result.r2 = isValid(this.view);
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

		private final FreshnessView view = view();

		/**
		 * Begins anew with the snapshot of before the change.
		 */
		@Actor
		public void restart() {
			this.view.restart(LOADED, 0, List.of(), Stamp.NONE);
		}

		/**
		 * Commits a change and reads.
		 * @param result takes the judgement of the writer
		 */
		@Actor
		public void change(ZZ_Result result) {
			this.view.apply(10, Invalidation.ofTags(Set.of(TAG)));
			result.r1 = isValid(this.view);
		}

		/**
		 * Judges when both are done.
		 * @param result takes the judgement
		 */
		@Arbiter
		public void judge(ZZ_Result result) {
			result.r2 = isValid(this.view);
		}

	}

}
