package io.freshet.caching;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
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

	/** A key is written to the ledger and to Redis as UTF-8. */
	@Property
	void survivesUtf8WhateverItsParts(@ForAll @StringLength(max = 600) String text) {
		CacheKey key = CacheKey.of(text);

		byte[] utf8 = key.value().getBytes(StandardCharsets.UTF_8);

		assertThat(new CacheKey(new String(utf8, StandardCharsets.UTF_8))).isEqualTo(key);
		assertThat(key.value()).doesNotContain("\u0000").hasSizeLessThanOrEqualTo(CacheKey.MAX_LENGTH);
	}

	@Test
	void tellsTextsApartThatUtf8CannotExpress() {
		List<String> texts = List.of("\ud800", "\ud801", "\udc00", "\ufffd", "?", "\u0000", "\ud800\ud800",
				"x".repeat(600) + "\ud800", "x".repeat(600) + "\ud801", "x".repeat(600) + "?");

		assertThat(texts.stream().map(CacheKey::of).distinct()).hasSameSizeAs(texts);
	}

	@Test
	void isNotCutInTheMiddleOfACharacter() {
		for (int before = 460; before < 475; before++) {
			CacheKey key = CacheKey.of("x".repeat(before) + "\ud83d\ude00".repeat(100));

			assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(key.value())).isTrue();
		}
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
