package io.freshet.caching.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.cache.interceptor.SimpleKey;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyTextsTests {

	@Test
	void tellDifferentKeysApart() {
		Stream<Object> keys = Stream.of(SimpleKey.EMPTY, "", "a", "[a]", "\\[a]", List.of("a"), List.of(), "[]",
				new SimpleKey("a", "b"), "a:b", new SimpleKey("a", "b", null), new SimpleKey("a, b"), List.of("a", "b"),
				new SimpleKey(List.of("a"), "b"), List.of(List.of("a"), "b"), Map.of("a", "b"),
				new SimpleKey("[a", "b]"), new SimpleKey(new Object[] { null }));

		assertThat(keys.map(KeyTexts::of).toList()).doesNotHaveDuplicates().hasSize(18);
	}

	@Test
	void areTheSameForEqualKeys() {
		assertThat(KeyTexts.of(new SimpleKey("a", new int[] { 1, 2 })))
			.isEqualTo(KeyTexts.of(new SimpleKey("a", Arrays.asList(1, 2))));
		assertThat(KeyTexts.of(new SimpleKey("a", 7L))).isEqualTo(CacheKey.of("a", 7L));
		assertThat(KeyTexts.of(42)).isEqualTo(CacheKey.of(42));
		assertThat(KeyTexts.of(CacheKey.of("own"))).isEqualTo(CacheKey.of("own"));
	}

	@Test
	void refuseWhatHasNoTextOfItsOwn() {
		assertThatExceptionOfType(CacheException.class).isThrownBy(() -> KeyTexts.of(new Nameless()))
			.withMessageContaining(Nameless.class.getName())
			.withMessageContaining("give it a toString method");
	}

	private static final class Nameless {

	}

}
