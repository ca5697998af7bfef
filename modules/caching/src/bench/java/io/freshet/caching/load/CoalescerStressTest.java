package io.freshet.caching.load;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Loads of one key begin, end and are joined at once.
 */
public final class CoalescerStressTest {

	private CoalescerStressTest() {
	}

	/**
	 * A row, its cache and the writer of the row: the writer changes the row, obeys its
	 * own invalidation as after a commit, and reads.
	 */
	@JCStressTest
	@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The other read before the change.")
	@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The other read after the change.")
	@Outcome(id = ".*, 0", expect = Expect.FORBIDDEN, desc = "The writer was handed a load from before its change.")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A caller was handed nothing.")
	@State
	public static class ReadYourWrite {

		private final NumberLoads loads = new NumberLoads(100);

		private volatile int row;

		/**
		 * Reads.
		 * @param result takes the value
		 */
		@Actor
		public void read(II_Result result) {
			result.r1 = this.loads.load(() -> this.row);
		}

		/**
		 * Writes, then reads.
		 * @param result takes the value
		 */
		@Actor
		public void writeThenRead(II_Result result) {
			this.row = 1;
			this.loads.invalidate();
			result.r2 = this.loads.load(() -> this.row);
		}

	}

	/**
	 * Two callers load at once; what runs is known to the table, what has ended is not.
	 */
	@JCStressTest
	@Outcome(id = "1, 1, 0, 2", expect = Expect.ACCEPTABLE, desc = "One load for both, the table is empty afterwards.")
	@Outcome(id = "1, 2, 0, 3", expect = Expect.ACCEPTABLE, desc = "One load each, the table is empty afterwards.")
	@Outcome(id = "2, 1, 0, 3", expect = Expect.ACCEPTABLE, desc = "One load each, the table is empty afterwards.")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A load left behind, run twice, or without a value.")
	@State
	public static class Table {

		private final NumberLoads loads = new NumberLoads(100);

		/**
		 * Loads.
		 * @param result takes the number of the load
		 */
		@Actor
		public void one(IIII_Result result) {
			result.r1 = this.loads.load();
		}

		/**
		 * Loads as well.
		 * @param result takes the number of the load
		 */
		@Actor
		public void other(IIII_Result result) {
			result.r2 = this.loads.load();
		}

		/**
		 * Loads once more, which must begin anew.
		 * @param result takes what is still running, and the number of this load
		 */
		@Arbiter
		public void later(IIII_Result result) {
			result.r3 = this.loads.running();
			result.r4 = this.loads.load();
		}

	}

	/**
	 * There is no room for loads that outlive their callers, so that each begun load is
	 * abandoned at once and whoever joined it begins again.
	 */
	@JCStressTest
	@Outcome(id = "1, 2, 0, 3", expect = Expect.ACCEPTABLE, desc = "Each caller carries its own load.")
	@Outcome(id = "2, 1, 0, 3", expect = Expect.ACCEPTABLE, desc = "Each caller carries its own load.")
	@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A load left behind, shared, or without a value.")
	@State
	public static class NoRoom {

		private final NumberLoads loads = new NumberLoads(0);

		/**
		 * Loads.
		 * @param result takes the number of the load
		 */
		@Actor
		public void one(IIII_Result result) {
			result.r1 = this.loads.load();
		}

		/**
		 * Loads as well.
		 * @param result takes the number of the load
		 */
		@Actor
		public void other(IIII_Result result) {
			result.r2 = this.loads.load();
		}

		/**
		 * Loads once more.
		 * @param result takes what is still running, and the number of this load
		 */
		@Arbiter
		public void later(IIII_Result result) {
			result.r3 = this.loads.running();
			result.r4 = this.loads.load();
		}

	}

}
