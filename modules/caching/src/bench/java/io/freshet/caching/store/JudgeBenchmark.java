package io.freshet.caching.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.FreshnessView.Positioned;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.Stamp;

/**
 * What it costs to judge an entry of five tags against a view of 10,000 labels, all of
 * which were invalidated at positions that the stamp has to look up among the
 * transactions that were running. Compare with {@link #baselineMapGet()} and
 * {@link #baselineNanoTime()} of the same run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class JudgeBenchmark {

	private static final int LABELS = 10_000;

	/** Transactions run from here on at even positions, changes are at odd ones. */
	private static final long FLOOR = 1_000_000;

	private static final EntryKey KEY = new EntryKey(CacheName.of("posts"),
			CacheKey.of("GET", "/api/v1/posts", "page=3&size=20&sort=createdAt,desc"));

	/**
	 * The transactions that were running when the entry was loaded.
	 */
	@Param({ "0", "8" })
	private int running;

	/**
	 * The patterns in the view: newer than the entry, so that they are compared with its
	 * key, which none of them matches.
	 */
	@Param({ "0", "3" })
	private int patterns;

	private final String keyText = KEY.text();

	private final ConcurrentMap<String, Object> map = new ConcurrentHashMap<>();

	private FreshnessView view;

	private StoredEntry entry;

	/**
	 * Fills the view. Every label's mark lies between floor and ceiling of the stamp and
	 * is seen, so that nothing ends the judgement early.
	 */
	@Setup
	public void fill() {
		String running = IntStream.range(0, this.running)
			.mapToObj((i) -> Long.toString(FLOOR + 2000L * i))
			.collect(Collectors.joining(","));
		Stamp stamp = Stamp.of("history", ((this.running > 0) ? FLOOR : 2 * FLOOR) + ":" + (2 * FLOOR) + ":" + running);
		Stamp newest = Stamp.below("history", 3 * FLOOR);
		List<Positioned> changes = new ArrayList<>();
		for (int i = 0; i < LABELS; i++) {
			changes.add(at(i, Invalidation.ofTags(List.of(tag(i)))));
			this.map.put("posts:" + i, tag(i));
		}
		changes.add(at(LABELS, Invalidation.ofKeys(List.of(this.keyText))));
		this.map.put(this.keyText, tag(0));
		for (int i = 0; i < this.patterns; i++) {
			changes.add(new Positioned(2 * FLOOR + i,
					Invalidation.ofPattern(KeyPattern.of("posts:GET:/api/v1/posts/" + i + "*"))));
		}
		this.view = new FreshnessView(Duration.ofDays(1), 1000L * LABELS, System::nanoTime);
		this.view.restart(newest, System.nanoTime(), changes, Stamp.NONE);
		Set<CacheTag> tags = Set.of(tag(17), tag(1234), tag(5000), tag(7654), tag(9999));
		this.entry = new StoredEntry(KEY, EntryKind.ONE, new byte[0], Instant.EPOCH,
				Instant.ofEpochMilli(Long.MAX_VALUE), tags, stamp);
		this.entry.judgedUpTo(this.view.sequence());
		Positioned another = new Positioned(4 * FLOOR, Invalidation.ofTags(List.of(tag(LABELS + 1))));
		this.view.advance(Stamp.below("history", 5 * FLOOR), System.nanoTime(), List.of(another));
		if (!moved() || !first() || this.entry.judgedUpTo() == this.view.sequence()) {
			throw new IllegalStateException("The entry is meant to be valid");
		}
	}

	private static Positioned at(int index, Invalidation invalidation) {
		return new Positioned(FLOOR + 1 + 2L * index, invalidation);
	}

	private static CacheTag tag(int id) {
		return CacheTag.of("post", id);
	}

	/**
	 * The view moved since the entry was judged last, and nothing concerns it: what
	 * {@link JudgedStore} does then.
	 * @return whether it is valid
	 */
	@Benchmark
	public boolean moved() {
		return this.view.isUntouchedSince(this.entry.judgedUpTo(), this.entry.labelHashes());
	}

	/**
	 * The first judgement of an entry, or one after something that may concern it: all of
	 * its tags are looked at.
	 * @return whether it is valid
	 */
	@Benchmark
	public boolean first() {
		return this.view.isValid(this.entry.stamp(), this.entry.keyText(), this.entry.tags());
	}

	/**
	 * The view did not move: two numbers are compared.
	 * @return whether it is valid
	 */
	@Benchmark
	public boolean unmoved() {
		return this.entry.judgedUpTo() < this.view.sequence();
	}

	/**
	 * The view did not move; with the question whether it is current, which is asked for
	 * every entry.
	 * @return whether it is valid
	 */
	@Benchmark
	public boolean unmovedAndCurrent() {
		return this.view.isCurrent() && this.entry.judgedUpTo() < this.view.sequence();
	}

	/**
	 * One look into a map for the key.
	 * @return what is there
	 */
	@Benchmark
	public Object baselineMapGet() {
		return this.map.get(this.keyText);
	}

	/**
	 * One look at the clock.
	 * @return the time
	 */
	@Benchmark
	public long baselineNanoTime() {
		return System.nanoTime();
	}

}
