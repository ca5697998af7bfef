package io.freshet.caching.store;

import java.util.List;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

import io.freshet.caching.invalidation.Loaded;
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
	@JCStressMeta(FoundTwice.class)
	@State
	public static class OwnChange {

		private final FoundEntry scene = new FoundEntry();

		/**
		 * Commits a change.
		 */
		@Actor
		public void change() {
			this.scene.committed(10, Loaded.change(1));
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
	@JCStressMeta(FoundTwice.class)
	@State
	public static class FollowedAndForgotten {

		private final FoundEntry scene = new FoundEntry();

		/**
		 * Follows the ledger.
		 */
		@Actor
		public void follow() {
			for (long at = 10; at < 14; at++) {
				this.scene.view().advance(Loaded.upTo(at + 1), 0, List.of(Loaded.change(at, at - 9)));
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
	@JCStressMeta(FoundTwice.class)
	@State
	public static class Restarted {

		private final FoundEntry scene = new FoundEntry();

		/**
		 * Begins anew.
		 */
		@Actor
		public void restart() {
			this.scene.view().restart(Loaded.upTo(11), 0, List.of(Loaded.change(10, 1)), Stamp.NONE);
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
