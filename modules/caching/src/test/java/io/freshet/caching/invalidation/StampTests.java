package io.freshet.caching.invalidation;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StampTests {

	@Test
	void seesWhatHadEndedAndNothingElse() {
		Stamp stamp = Stamp.of("h", "10:20:10,14,19");

		assertThat(stamp.sees(9)).isTrue();
		assertThat(stamp.sees(10)).isFalse();
		assertThat(stamp.sees(11)).isTrue();
		assertThat(stamp.sees(14)).isFalse();
		assertThat(stamp.sees(19)).isFalse();
		assertThat(stamp.sees(20)).isFalse();
	}

	@Test
	void noneSeesNothingAndBelongsToNoHistory() {
		assertThat(Stamp.NONE.isNone()).isTrue();
		assertThat(Stamp.NONE.sees(0)).isFalse();
		assertThat(Stamp.parse(Stamp.NONE.text())).isEqualTo(Stamp.NONE);
	}

	@Test
	void isComparableWithinOneHistoryOnly() {
		assertThat(Stamp.below("a", 5).isComparableTo(Stamp.below("a", 7))).isTrue();
		assertThat(Stamp.below("a", 5).isComparableTo(Stamp.below("b", 5))).isFalse();
	}

	@Test
	void isBeforeAStampOfMorePositions() {
		assertThat(Stamp.below("a", 5).isBefore(Stamp.below("a", 7))).isTrue();
		assertThat(Stamp.below("a", 7).isBefore(Stamp.below("a", 7))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1:2", "1:2:3", "!:2:@h", "1:!:@h", "1:2:!@h", "1:2:3:4@h", "::@h" })
	void refusesTextsThatAreNoStamps(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Stamp.parse(text));
	}

	@Property
	void seesWhatASetOfVisiblePositionsHas(@ForAll @IntRange(min = 1, max = 50) int floor,
			@ForAll @Size(max = 20) Set<@IntRange(max = 40) Integer> offsets) {
		TreeSet<Integer> running = offsets.stream()
			.map((offset) -> floor + offset)
			.collect(Collectors.toCollection(TreeSet::new));
		int ceiling = running.isEmpty() ? floor : running.last() + 3;
		String text = floor + ":" + ceiling + ":"
				+ running.stream().map(String::valueOf).collect(Collectors.joining(","));

		Stamp stamp = Stamp.of("h", text);

		for (int position = 0; position < ceiling + 5; position++) {
			assertThat(stamp.sees(position)).as("position %s in %s", position, text)
				.isEqualTo(position < ceiling && !running.contains(position));
		}
	}

	@Test
	void seesLessThanASnapshotOfVeryManyTransactionsButKeepsShort() {
		String running = IntStream.range(0, 10_000)
			.mapToObj((i) -> String.valueOf(1000 + 2 * i))
			.collect(Collectors.joining(","));
		Stamp snapshot = Stamp.of("h", "1000:30000:" + running);

		Stamp bounded = snapshot.bounded();

		for (int position = 0; position < 30_010; position++) {
			assertThat(!bounded.sees(position) || snapshot.sees(position)).as("%s", position).isTrue();
		}
		assertThat(bounded.sees(999)).isTrue();
		assertThat(bounded.sees(1001)).isTrue();
		assertThat(bounded.text()).hasSizeLessThan(600);
		assertThat(bounded.weight()).isLessThanOrEqualTo(2048);
	}

	@Test
	void isItselfIfFewTransactionsWereRunning() {
		Stamp snapshot = Stamp.of("h", "10:20:10,14,19");

		assertThat(snapshot.bounded()).isSameAs(snapshot);
	}

	@Property
	void survivesItsText(@ForAll @StringLength(max = 30) String history, @ForAll @IntRange(min = 0) int floor,
			@ForAll @Size(max = 10) Set<@IntRange(max = 1000) Integer> offsets) {
		String running = offsets.stream()
			.map((offset) -> String.valueOf((long) floor + offset))
			.collect(Collectors.joining(","));
		Stamp stamp = Stamp.of(history, floor + ":" + (floor + 1001L) + ":" + running);

		Stamp read = Stamp.parse(stamp.text());

		assertThat(read).isEqualTo(stamp).hasSameHashCodeAs(stamp);
		assertThat(read.history()).isEqualTo(history);
		assertThat(read.snapshot()).isEqualTo(stamp.snapshot());
	}

}
