package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.TreeSet;
import java.util.stream.Collectors;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.FreshnessView.Positioned;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Judges the view against a model that keeps every invalidation for ever, over random
 * histories of a database with transactions, of one instance that changes and reads, and
 * of others.
 */
class FreshnessViewModelTests {

	private static final int STEPS = 120;

	@Property(tries = 300)
	void agreesWithTheModelAsLongAsNothingIsForgotten(@ForAll long seed) {
		History history = new History(seed, 10_000, false, false);

		for (int step = 0; step < STEPS; step++) {
			history.step();
			history.checkNeverTooGood();
			history.checkExact();
		}
	}

	@Property(tries = 300)
	void neverFindsValidWhatTheModelFindsInvalid(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int capacity) {
		History history = new History(seed, capacity, true, false);

		for (int step = 0; step < STEPS; step++) {
			history.step();
			history.checkNeverTooGood();
		}
	}

	@Property(tries = 150)
	void neverFindsValidWhatTheModelFindsInvalidWhenManyOfItsOwnChangesAreUnconfirmed(@ForAll long seed) {
		History history = new History(seed, 10_000, true, true);

		for (int step = 0; step < STEPS; step++) {
			history.step();
			history.checkNeverTooGood();
		}
	}

	@Property(tries = 200)
	void findsNewEntriesValidAgainAfterItForgot(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int capacity,
			@ForAll boolean bursts) {
		History history = new History(seed, capacity, true, bursts);
		for (int step = 0; step < STEPS; step++) {
			history.step();
		}

		history.settle();

		assertThat(history.view.isValid(history.view.stamp(), "c:1", Set.of(CacheTag.of("t", 1)))).isTrue();
	}

	/**
	 * A transaction that invalidates.
	 */
	private record Change(long position, Invalidation invalidation, boolean own) {

		boolean concerns(Entry entry) {
			KeyPattern pattern = this.invalidation.pattern();
			return entry.tags.stream().anyMatch((tag) -> this.invalidation.tags().contains(tag.value()))
					|| this.invalidation.keys().contains(entry.key) || (pattern != null && pattern.matches(entry.key));
		}

	}

	/**
	 * An invalidation that the view was told of, and the number from which on it was.
	 */
	private record Told(Change change, String history, long sequence) {
	}

	private record Entry(Stamp stamp, String key, Set<CacheTag> tags) {

		int[] labelHashes() {
			return IntStream
				.concat(this.tags.stream().mapToInt((tag) -> tag.value().hashCode()), IntStream.of(this.key.hashCode()))
				.toArray();
		}

	}

	private record Look(Stamp stamp, List<Change> news, boolean restarts) {
	}

	private static final class History {

		/** About what a label with one mark takes. */
		private static final long LABEL_WEIGHT = 180;

		private final Random random;

		private final FreshnessView view;

		private final boolean failsOver;

		private final boolean bursts;

		private String name = "h0";

		private long next = 3;

		private long latestEnded = 2;

		private final List<Change> running = new ArrayList<>();

		private final List<Change> committed = new ArrayList<>();

		private final List<Change> toApply = new ArrayList<>();

		private final List<Told> told = new ArrayList<>();

		private final List<Entry> entries = new ArrayList<>();

		private final Map<Entry, Long> judgedAt = new HashMap<>();

		private @Nullable Look look;

		History(long seed, int capacity, boolean failsOver, boolean bursts) {
			this.random = new Random(seed);
			this.failsOver = failsOver;
			this.bursts = bursts;
			this.view = new FreshnessView(Duration.ofHours(1), capacity * LABEL_WEIGHT, () -> 0);
		}

		void step() {
			switch (this.random.nextInt(this.bursts ? 13 : 12)) {
				case 0, 1, 2 -> this.running.add(begin());
				case 3, 4, 5 -> end();
				case 6, 7 -> look();
				case 8, 9 -> arrive();
				case 10 -> this.entries.add(entry(this.random.nextBoolean() ? this.view.stamp() : snapshot()));
				case 12 -> burst();
				default -> applyOwnOrFailOver();
			}
			if (this.entries.size() > 25) {
				this.entries.remove(0);
			}
		}

		private Change begin() {
			return new Change(this.next++, invalidation(), this.random.nextBoolean());
		}

		/**
		 * This instance changes one thing again and again. One change begins before the
		 * others and is committed after them, while a look is under way and after an
		 * entry was loaded that sees all of them but this one.
		 */
		private void burst() {
			Invalidation invalidation = Invalidation.ofTags(Set.of(CacheTag.of("t", 1)));
			Change late = new Change(this.next++, invalidation, true);
			this.running.add(late);
			for (int i = 0; i < LabelMarks.MAX_UNCONFIRMED + 6; i++) {
				commitOwn(new Change(this.next++, invalidation, true));
			}
			arrive();
			look();
			this.latestEnded = this.next++;
			this.entries.add(new Entry(snapshot(), key(), Set.of(CacheTag.of("t", 1))));
			this.running.remove(late);
			commitOwn(late);
		}

		private void commitOwn(Change change) {
			this.latestEnded = Math.max(this.latestEnded, change.position());
			this.committed.add(change);
			this.view.apply(change.position(), change.invalidation());
			tell(change);
		}

		private Invalidation invalidation() {
			return switch (this.random.nextInt(5)) {
				case 0 -> Invalidation.ofPattern(KeyPattern.of(this.random.nextBoolean() ? "c:*" : "d:1"));
				case 1 -> Invalidation.ofKeys(List.of(key()));
				default -> Invalidation.ofTags(tags());
			};
		}

		private String key() {
			return (this.random.nextBoolean() ? "c:" : "d:") + this.random.nextInt(3);
		}

		private Set<CacheTag> tags() {
			return this.random.ints(1 + this.random.nextInt(3), 0, this.bursts ? 2 : 8)
				.mapToObj((id) -> CacheTag.of("t", id))
				.collect(Collectors.toSet());
		}

		private void end() {
			if (this.running.isEmpty()) {
				return;
			}
			Change change = this.running.remove(this.random.nextInt(this.running.size()));
			this.latestEnded = Math.max(this.latestEnded, change.position());
			if (this.random.nextInt(5) > 0) {
				this.committed.add(change);
				if (change.own()) {
					this.toApply.add(change);
				}
			}
		}

		private Stamp snapshot() {
			long ceiling = this.latestEnded + 1;
			TreeSet<Long> inside = this.running.stream()
				.map(Change::position)
				.filter((position) -> position < ceiling)
				.collect(Collectors.toCollection(TreeSet::new));
			long floor = inside.isEmpty() ? ceiling : inside.first();
			return Stamp.of(this.name, floor + ":" + ceiling + ":"
					+ inside.stream().map(String::valueOf).collect(Collectors.joining(",")));
		}

		private void look() {
			if (this.look != null) {
				return;
			}
			Stamp stamp = snapshot();
			Stamp known = this.view.stamp();
			boolean restarts = !stamp.isComparableTo(known);
			List<Change> news = this.committed.stream()
				.filter((change) -> stamp.sees(change.position()) && (restarts || !known.sees(change.position())))
				.toList();
			this.look = new Look(stamp, news, restarts);
		}

		private void arrive() {
			Look arriving = this.look;
			this.look = null;
			if (arriving == null || !arriving.stamp().history().equals(this.name)) {
				return;
			}
			List<Positioned> news = arriving.news()
				.stream()
				.map((change) -> new Positioned(change.position(), change.invalidation()))
				.toList();
			if (arriving.restarts()) {
				this.view.restart(arriving.stamp(), 0, news, Stamp.NONE);
			}
			else {
				this.view.advance(arriving.stamp(), 0, news);
			}
			arriving.news().forEach(this::tell);
		}

		private void tell(Change change) {
			String followed = this.view.stamp().history();
			List<Told> before = this.told.stream().filter((known) -> known.change().equals(change)).toList();
			if (before.stream().noneMatch((known) -> known.history().equals(followed))) {
				long sequence = before.isEmpty() ? this.view.sequence() : before.get(0).sequence();
				this.told.add(new Told(change, followed, sequence));
			}
		}

		private void applyOwnOrFailOver() {
			if (!this.toApply.isEmpty()) {
				Change change = this.toApply.remove(this.random.nextInt(this.toApply.size()));
				this.view.apply(change.position(), change.invalidation());
				tell(change);
			}
			else if (this.failsOver && this.random.nextInt(8) == 0) {
				this.name = "h" + this.random.nextInt(1_000_000);
				this.running.clear();
				this.committed.clear();
				this.next = this.latestEnded + 1;
			}
		}

		private Entry entry(Stamp stamp) {
			return new Entry(stamp, key(), tags());
		}

		private boolean isValid(Entry entry) {
			return !entry.stamp().isNone() && entry.stamp().isComparableTo(this.view.stamp())
					&& this.told.stream()
						.filter((known) -> belongs(known, entry.stamp()))
						.map(Told::change)
						.noneMatch((change) -> change.concerns(entry) && !entry.stamp().sees(change.position()));
		}

		/** What was told before the first look is of the first history. */
		private static boolean belongs(Told known, Stamp stamp) {
			return known.history().equals(stamp.history())
					|| (known.history().isEmpty() && stamp.history().equals("h0"));
		}

		void checkNeverTooGood() {
			for (Entry entry : this.entries) {
				Long judgedAt = this.judgedAt.get(entry);
				if (judgedAt != null && this.view.isUntouchedSince(judgedAt, entry.labelHashes())) {
					assertThat(isValid(entry)).as("%s was touched by the model", entry).isTrue();
				}
				if (this.view.isValid(entry.stamp(), entry.key(), entry.tags())) {
					assertThat(isValid(entry)).as("%s is invalid by the model", entry).isTrue();
					this.judgedAt.put(entry, this.view.sequence());
				}
				long since = this.random.nextLong(this.view.sequence() + 1);
				if (!this.view.changedSince(since, entry.key(), entry.tags())) {
					assertThat(this.told).as("changed since %s", since)
						.noneMatch((known) -> known.sequence() > since
								&& known.history().equals(this.view.stamp().history()) && known.change().concerns(entry)
								&& !isSeenByAllOthersSince(known.change(), since));
				}
			}
		}

		/**
		 * A change that was visible before another one, which was known at that number,
		 * had begun was seen by whatever began to load from then on.
		 */
		private boolean isSeenByAllOthersSince(Change change, long since) {
			return this.told.stream()
				.anyMatch((known) -> known.sequence() <= since && known.history().equals(this.view.stamp().history())
						&& known.change().position() > change.position());
		}

		void checkExact() {
			for (Entry entry : this.entries) {
				assertThat(this.view.isValid(entry.stamp(), entry.key(), entry.tags())).as("%s", entry)
					.isEqualTo(isValid(entry));
			}
		}

		/** All transactions end, the follower sees it, and gets positions as it needs. */
		void settle() {
			while (!this.running.isEmpty()) {
				end();
			}
			while (!this.toApply.isEmpty()) {
				applyOwnOrFailOver();
			}
			arrive();
			for (int looks = 0; looks < 3; looks++) {
				look();
				arrive();
				if (this.view.needsPosition()) {
					this.latestEnded = this.next++;
				}
			}
		}

	}

}
