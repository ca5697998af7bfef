package io.freshet.caching.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

/**
 * Loads of one key begin, end and are joined at once.
 */
public final class CoalescerStressTest {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final EntryKey KEY = new EntryKey(CacheName.of("posts"), CacheKey.of(1));

	private static final Set<CacheTag> TAGS = Set.of(CacheTag.of("post", 1));

	private CoalescerStressTest() {
	}

	private static FreshnessView view() {
		FreshnessView view = new FreshnessView(Duration.ofDays(1), 20_000, () -> 0);
		view.restart(Stamp.below("history", 10), 0, List.of(), Stamp.NONE);
		return view;
	}

	private static StoredEntry entry(int value, Stamp stamp) {
		return new StoredEntry(KEY, EntryKind.ONE, new byte[] { (byte) value }, Instant.EPOCH,
				Instant.ofEpochMilli(Long.MAX_VALUE), TAGS, stamp);
	}

	private static int valueOf(Mono<StoredEntry> loaded) {
		return loaded.map((entry) -> (int) entry.payload()[0]).blockOptional(TIMEOUT).orElse(-1);
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

		private final FreshnessView view = view();

		private final Coalescer coalescer = new Coalescer(this.view, new BackgroundWork(100), CacheRecorder.NONE);

		private volatile int row;

		private Mono<StoredEntry> load() {
			return this.coalescer.load(KEY, EntryKind.ONE, Mono.fromCallable(() -> {
				Stamp stamp = this.view.stamp();
				return entry(this.row, stamp);
			}));
		}

		/**
		 * Reads.
		 * @param result takes the value
		 */
		@Actor
		public void read(II_Result result) {
			result.r1 = valueOf(load());
		}

		/**
		 * Writes, then reads.
		 * @param result takes the value
		 */
		@Actor
		public void writeThenRead(II_Result result) {
			this.row = 1;
			this.view.apply(10, Invalidation.ofTags(TAGS));
			result.r2 = valueOf(load());
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

		private final BackgroundWork background = new BackgroundWork(100);

		private final Coalescer coalescer = new Coalescer(view(), this.background, CacheRecorder.NONE);

		private final AtomicInteger loads = new AtomicInteger();

		private Mono<StoredEntry> load() {
			return this.coalescer.load(KEY, EntryKind.ONE,
					Mono.fromCallable(() -> entry(this.loads.incrementAndGet(), Stamp.NONE)));
		}

		/**
		 * Loads.
		 * @param result takes the number of the load
		 */
		@Actor
		public void one(IIII_Result result) {
			result.r1 = valueOf(load());
		}

		/**
		 * Loads as well.
		 * @param result takes the number of the load
		 */
		@Actor
		public void other(IIII_Result result) {
			result.r2 = valueOf(load());
		}

		/**
		 * Loads once more, which must begin anew.
		 * @param result takes what is still running, and the number of this load
		 */
		@Arbiter
		public void later(IIII_Result result) {
			result.r3 = this.background.running();
			result.r4 = valueOf(load());
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

		private final BackgroundWork background = new BackgroundWork(0);

		private final Coalescer coalescer = new Coalescer(view(), this.background, CacheRecorder.NONE);

		private final AtomicInteger loads = new AtomicInteger();

		private Mono<StoredEntry> load() {
			return this.coalescer.load(KEY, EntryKind.ONE,
					Mono.fromCallable(() -> entry(this.loads.incrementAndGet(), Stamp.NONE)));
		}

		/**
		 * Loads.
		 * @param result takes the number of the load
		 */
		@Actor
		public void one(IIII_Result result) {
			result.r1 = valueOf(load());
		}

		/**
		 * Loads as well.
		 * @param result takes the number of the load
		 */
		@Actor
		public void other(IIII_Result result) {
			result.r2 = valueOf(load());
		}

		/**
		 * Loads once more.
		 * @param result takes what is still running, and the number of this load
		 */
		@Arbiter
		public void later(IIII_Result result) {
			result.r3 = this.background.running();
			result.r4 = valueOf(load());
		}

	}

}
