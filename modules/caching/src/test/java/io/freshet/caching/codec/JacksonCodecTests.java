package io.freshet.caching.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import io.freshet.caching.CacheException;
import io.freshet.caching.store.Shape;
import io.freshet.caching.store.ValueCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JacksonCodecTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final JacksonCodec<ArticleV1> codec = JacksonCodec.of(MAPPER, ArticleV1.class);

	@Test
	void readsAndWritesTheJsonThatItAlwaysDid() throws IOException {
		String golden = golden("article-v1.json");

		assertThat(new String(this.codec.encode(ArticleV1.SAMPLE), StandardCharsets.UTF_8)).isEqualTo(golden);
		assertThat(this.codec.decode(golden.getBytes(StandardCharsets.UTF_8))).isEqualTo(ArticleV1.SAMPLE);
	}

	@Test
	void hasTheShapeThatItAlwaysHad() throws IOException {
		String golden = golden("article-v1.shape");

		String description = JacksonShape.describe(MAPPER, MAPPER.constructType(ArticleV1.class));

		assertThat(description + Long.toHexString(this.codec.shape())).isEqualTo(golden);
	}

	@Test
	void readsAndWritesListsOfGenerics() {
		ValueCodec<List<Pair<String, List<Integer>>>> list = JacksonCodec
			.<Pair<String, List<Integer>>>of(MAPPER, new ParameterizedTypeReference<Pair<String, List<Integer>>>() {
			}.getType())
			.ofList();
		List<Pair<String, List<Integer>>> values = List.of(new Pair<>("a", List.of(1, 2)), new Pair<>("b", List.of()));

		assertThat(list.decode(list.encode(values))).isEqualTo(values);
	}

	@Test
	void takesTheTypeFromTheProgramAndNeverFromThePayload() {
		byte[] payload = "{\"@class\":\"java.util.ArrayList\",\"first\":\"a\",\"second\":\"b\"}"
			.getBytes(StandardCharsets.UTF_8);

		assertThat(JacksonCodec.of(MAPPER, new ParameterizedTypeReference<Pair<String, String>>() {
		}.getType()).decode(payload)).isEqualTo(new Pair<>("a", "b"));
	}

	@Test
	void mayHaveAShapeThatDoesNotFollowTheType() {
		long pinned = Shape.of("article, for ever");

		JacksonCodec<ArticleV1> first = this.codec.withShape(pinned);
		JacksonCodec<Pair<String, String>> second = JacksonCodec.<Pair<String, String>>of(MAPPER, Pair.class)
			.withShape(pinned);

		assertThat(first.shape()).isEqualTo(pinned).isEqualTo(second.shape());
		assertThat(first.ofList().shape()).isEqualTo(second.ofList().shape()).isNotEqualTo(pinned);
	}

	@Test
	void refusesATypeWhoseJsonDoesNotSayTheClass() {
		assertThatExceptionOfType(CacheException.class).isThrownBy(() -> JacksonCodec.of(MAPPER, Unsaid.class))
			.withMessageContaining("Unsaid")
			.withMessageContaining("@JsonTypeInfo")
			.withMessageContaining("ValueCodecFactory");
		assertThatExceptionOfType(CacheException.class).isThrownBy(() -> JacksonCodec.of(MAPPER, Holder.class))
			.withMessageContaining("Holder.unsaid");
		assertThatExceptionOfType(CacheException.class).isThrownBy(() -> JacksonCodec.of(MAPPER, Holders.class))
			.withMessageContaining("Holders.all");
	}

	private String golden(String name) throws IOException {
		try (InputStream file = getClass().getResourceAsStream(name)) {
			return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
		}
	}

	record Pair<A, B>(A first, B second) {
	}

	sealed interface Unsaid {

	}

	record Said(int number) implements Unsaid {
	}

	record Holder(Unsaid unsaid) {
	}

	record Holders(List<Unsaid> all) {
	}

}
