package io.freshet.caching.codec;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A value of which the JSON and the shape are kept in files: one of everything.
 *
 * @param id a number
 * @param slug a text that is a type of its own
 * @param state an enumeration
 * @param tags a list
 * @param prices a map
 * @param cover one of several classes
 * @param published perhaps nothing
 * @param answers the type itself
 */
record ArticleV1(long id, Slug slug, State state, List<String> tags, Map<String, Price> prices, Cover cover,
		Optional<Instant> published, List<ArticleV1> answers) {

	static final ArticleV1 SAMPLE = new ArticleV1(42, new Slug("grüße"), State.PUBLISHED, List.of("redis", "java"),
			Map.of("EUR", new Price(new BigDecimal("9.90"), true)), new Picture("a.png", 640),
			Optional.of(Instant.parse("2026-11-22T08:00:00.123456789Z")), List.of(new ArticleV1(43, new Slug("x"),
					State.DRAFT, List.of(), Map.of(), new Colour("red"), Optional.empty(), List.of())));

	/**
	 * A text.
	 *
	 * @param value the text
	 */
	record Slug(@JsonValue String value) {
	}

	/**
	 * An enumeration.
	 */
	enum State {

		/** Not out. */
		DRAFT,
		/** Out. */
		PUBLISHED

	}

	/**
	 * Nested.
	 *
	 * @param amount a number that must stay exact
	 * @param taxed a truth
	 */
	record Price(BigDecimal amount, boolean taxed) {
	}

	/**
	 * One of several classes.
	 */
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Picture.class, name = "picture"),
			@JsonSubTypes.Type(value = Colour.class, name = "colour") })
	sealed interface Cover {

	}

	/**
	 * One.
	 *
	 * @param file a text
	 * @param width a number
	 */
	record Picture(String file, int width) implements Cover {
	}

	/**
	 * Another.
	 *
	 * @param name a text
	 */
	record Colour(String name) implements Cover {
	}

}
