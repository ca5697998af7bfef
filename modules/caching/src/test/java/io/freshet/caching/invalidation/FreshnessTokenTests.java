package io.freshet.caching.invalidation;

import java.util.List;
import java.util.stream.LongStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FreshnessTokenTests {

	@Test
	void isSeenByASnapshotThatSeesAllOfItsChanges() {
		FreshnessToken token = FreshnessToken.of("h", List.of(11L, 14L));

		assertThat(token.isSeenBy(Stamp.below("h", 15))).isTrue();
		assertThat(token.isSeenBy(Stamp.below("h", 14))).isFalse();
		assertThat(token.isSeenBy(Stamp.of("h", "11:20:11"))).isFalse();
	}

	@Test
	void isNeverSeenInAnotherHistory() {
		FreshnessToken token = FreshnessToken.of("h", List.of(11L));

		assertThat(token.isOfHistoryOf(Stamp.below("other", 100))).isFalse();
		assertThat(token.isSeenBy(Stamp.below("other", 100))).isFalse();
	}

	@Property
	void survivesItsText(@ForAll @Size(min = 1,
			max = FreshnessToken.MAX_POSITIONS) List<@LongRange(max = 1L << 60) Long> positions) {
		FreshnessToken token = FreshnessToken.of("7574113-00000001-5", positions);

		assertThat(FreshnessToken.parse(token.text())).isEqualTo(token);
	}

	@Test
	void doesNotNameTheHistory() {
		assertThat(FreshnessToken.of("7574113-00000001-5", List.of(1L)).text()).doesNotContain("7574113");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "a.", ".1", "a.B", "a.1.", "a.-1", "a.1 ", "a.1234567890123", "abcdefgh.1" })
	void refusesWhatNobodyGaveOut(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> FreshnessToken.parse(text));
	}

	@Test
	void refusesMoreChangesThanATokenStandsFor() {
		List<Long> many = LongStream.rangeClosed(0, FreshnessToken.MAX_POSITIONS).boxed().toList();
		String text = FreshnessToken.of("h", many).text();

		assertThatIllegalArgumentException().isThrownBy(() -> FreshnessToken.parse(text));
	}

}
