package io.freshet.caching;

import java.util.Arrays;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CacheKeyTests {

	@Test
	void readsAsItsParts() {
		CacheKey key = CacheKey.of("posts", 2, true);

		assertThat(key.value()).isEqualTo("posts:2:true");
	}

	@Test
	void tellsNullAndNoPartFromEveryText() {
		assertThat(CacheKey.of((Object) null)).isNotEqualTo(CacheKey.of("null")).isNotEqualTo(CacheKey.of(""));
		assertThat(CacheKey.of()).isNotEqualTo(CacheKey.of("")).isNotEqualTo(CacheKey.of((Object) null));
	}

	@Test
	void isNeverLongerThanAllowed() {
		CacheKey key = CacheKey.of("x".repeat(10_000));

		assertThat(key.value()).hasSize(CacheKey.MAX_LENGTH).startsWith("xxx");
	}

	@Test
	void tellsLongTextsApartByTheirEnds() {
		String common = "x".repeat(2_000);

		assertThat(CacheKey.of(common + "a")).isNotEqualTo(CacheKey.of(common + "b"));
	}

	@Test
	void cannotBeMadeToLookLikeOneThatWasCut() {
		CacheKey cut = CacheKey.of("x".repeat(2_000));

		assertThat(CacheKey.of(cut.value())).isNotEqualTo(cut);
	}

	@Test
	void staysTheSameWhenItIsReadBack() {
		CacheKey cut = CacheKey.of("x".repeat(2_000));

		assertThat(new CacheKey(cut.value())).isEqualTo(cut);
	}

	@Property
	void isSharedByEqualPartsOnly(@ForAll("parts") List<Object> one, @ForAll("parts") List<Object> other) {
		CacheKey first = CacheKey.of(one.toArray());
		CacheKey second = CacheKey.of(other.toArray());

		assertThat(first.equals(second)).isEqualTo(texts(one).equals(texts(other)));
	}

	@Provide
	Arbitrary<List<Object>> parts() {
		// Few characters, so that parts that differ only by a separator are frequent.
		return Arbitraries.strings()
			.withChars(':', '\\', '#', '0', '1', 'a')
			.ofMaxLength(3)
			.injectNull(0.1)
			.map(Object.class::cast)
			.list()
			.ofMaxSize(3);
	}

	private static List<String> texts(List<Object> parts) {
		return Arrays.asList(parts.stream().map((part) -> (part != null) ? "=" + part : "null").toArray(String[]::new));
	}

}
