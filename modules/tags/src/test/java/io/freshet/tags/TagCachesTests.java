package io.freshet.tags;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.freshet.caching.CacheTag;
import io.freshet.tags.paging.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class TagCachesTests {

	private static final Tag A = TagSamples.tag("a");

	static Stream<Arguments> events() {
		return Stream.of(arguments(new TagCreated(A), "tag:a tag-list:all"),
				arguments(new TagUpdated(A, TagSamples.renamed(A, "New")), "tag:a tag-list:details tag-order:name"),
				arguments(new TagUpdated(A, TagSamples.described(A, "New")), "tag:a tag-list:details"),
				arguments(new TagDeleted(A), "tag:a tag-list:all"),
				arguments(new TagUseChanged(Set.of(Slug.of("a"), Slug.of("b"))),
						"tag-count:a tag-count:b tag-order:post-count"));
	}

	@ParameterizedTest
	@MethodSource("events")
	void invalidatesWhatAnEventChanged(TagEvent event, String tags) {
		assertThat(TagCaches.invalidatedBy(event)).containsExactlyInAnyOrder(tags(tags));
	}

	@Test
	void everyEventIsAmongThose() {
		Set<Class<?>> tested = Set
			.copyOf(events().map((arguments) -> (Class<?>) arguments.get()[0].getClass()).distinct().toList());

		assertThat(tested).containsExactlyInAnyOrder(TagEvent.class.getPermittedSubclasses());
	}

	@ParameterizedTest
	@CsvSource({ "NAME, tag-list:all tag-order:name tag:a tag-count:a tag:b tag-count:b",
			"POST_COUNT, tag-list:all tag-order:post-count tag:a tag-count:a tag:b tag-count:b",
			"CREATED_AT, tag-list:all tag:a tag-count:a tag:b tag-count:b" })
	void listingCarriesWhatItShowsAndItsOrder(TagSort sort, String tags) {
		Page<Tag> page = new Page<>(List.of(A, TagSamples.tag("b")), 2);

		assertThat(TagCaches.tagsOf(page, sort)).containsExactlyInAnyOrder(tags(tags));
	}

	@Test
	void cachedValuesSurviveJson() {
		JsonMapper json = JsonMapper.shared();
		Page<Tag> page = new Page<>(List.of(A, TagSamples.described(A, "Text")), 9);

		Page<Tag> read = json.readValue(json.writeValueAsBytes(page), new TypeReference<>() {
		});

		assertThat(read).isEqualTo(page);
	}

	private static CacheTag[] tags(String texts) {
		return Arrays.stream(texts.split(" ")).map(CacheTag::new).toArray(CacheTag[]::new);
	}

}
