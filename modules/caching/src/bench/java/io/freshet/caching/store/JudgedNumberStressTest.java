package io.freshet.caching.store;

import java.util.List;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

import io.freshet.caching.invalidation.FreshnessView.Positioned;
import io.freshet.caching.invalidation.Stamp;

/**
 * An entry remembers up to which number it was judged, and is not judged again before the
 * number moves. So it must never remember a number whose invalidation it was not judged
 * by: a later look-up, which trusts the number, would return it for as long as nothing
 * else is invalidated.
 */
public final class JudgedNumberStressTest {

	private JudgedNumberStressTest() {
	}

	/**
	 * This instance commits the change.
	 */
	@JCStressTest
	@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Found before the change, not after it.")
	@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "Found invalid at once.")
	@Outcome(id = ".*, true", expect = Expect.FORBIDDEN, desc = "Judged up to a change that was not seen.")
	@State
	public static class OwnChange {

		private final FoundEntry scene = new FoundEntry();

		/**
		 * Commits a change.
		 */
		@Actor
		public void change() {
			this.scene.committed(10, FoundEntry.change(1));
		}

		/**
		 * Looks the entry up.
		 * @param result takes whether it was a hit
		 */
		@Actor
		public void find(ZZ_Result result) {
			result.r1 = this.scene.isHit();
		}

		/**
		 * Looks it up again when both are done.
		 * @param result takes whether it was a hit
		 */
		@Arbiter
		public void findLater(ZZ_Result result) {
			result.r2 = this.scene.isHit();
		}

	}

	/**
	 * The follower brings the change, then so many others that the view forgets it.
	 */
	@JCStressTest
	@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Found before the change, not after it.")
	@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "Found invalid at once.")
	@Outcome(id = ".*, true", expect = Expect.FORBIDDEN, desc = "Judged up to a change that was not seen.")
	@State
	public static class FollowedAndForgotten {

		private final FoundEntry scene = new FoundEntry();

		/**
		 * Follows the ledger.
		 */
		@Actor
		public void follow() {
			for (long at = 10; at < 14; at++) {
				this.scene.view()
					.advance(Stamp.below("history", at + 1), 0,
							List.of(new Positioned(at, FoundEntry.change((int) at - 9))));
			}
		}

		/**
		 * Looks the entry up.
		 * @param result takes whether it was a hit
		 */
		@Actor
		public void find(ZZ_Result result) {
			result.r1 = this.scene.isHit();
		}

		/**
		 * Looks it up again when both are done.
		 * @param result takes whether it was a hit
		 */
		@Arbiter
		public void findLater(ZZ_Result result) {
			result.r2 = this.scene.isHit();
		}

	}

	/**
	 * The view begins anew with the change while the entry is looked up twice.
	 */
	@JCStressTest
	@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Found before the restart, not after it.")
	@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "Found invalid at once, and ever after.")
	@Outcome(id = ".*, true", expect = Expect.FORBIDDEN, desc = "Judged up to a change that was not seen.")
	@State
	public static class Restarted {

		private final FoundEntry scene = new FoundEntry();

		/**
		 * Begins anew.
		 */
		@Actor
		public void restart() {
			this.scene.view()
				.restart(Stamp.below("history", 11), 0, List.of(new Positioned(10, FoundEntry.change(1))), Stamp.NONE);
		}

		/**
		 * Looks the entry up, twice.
		 * @param result takes whether it was a hit either time
		 */
		@Actor
		public void find(ZZ_Result result) {
			boolean first = this.scene.isHit();
			result.r1 = this.scene.isHit() || first;
		}

		/**
		 * Looks it up again when both are done.
		 * @param result takes whether it was a hit
		 */
		@Arbiter
		public void findLater(ZZ_Result result) {
			result.r2 = this.scene.isHit();
		}

	}

}
