package io.freshet.posts;

import java.util.List;
import java.util.stream.IntStream;

import io.freshet.tags.Slug;
import io.freshet.tags.paging.Page;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PostTests {

	@Test
	void entityTagHasVersionsOfPostAndTags() {
		assertThat(PostSamples.post(1, "T", "a", "bb", "c").entityTag()).hasToString("\"7-1.2.1\"");
		assertThat(PostSamples.post(1, "T", "bb").entityTag()).hasToString("\"7-2\"");
		assertThat(PostSamples.post(1, "T").entityTag()).hasToString("\"7\"");
	}

	@Test
	void contentSortsTagsAndDropsRepeatedOnes() {
		PostContent content = PostContent.of("T", "B", List.of(Slug.of("b"), Slug.of("a"), Slug.of("b")));

		assertThat(content.tags()).containsExactly(Slug.of("a"), Slug.of("b"));
		assertThat(content).isEqualTo(PostContent.of("T", "B", List.of(Slug.of("a"), Slug.of("b"))));
	}

	@Test
	void contentChecksItself() {
		List<Slug> eleven = IntStream.range(0, 11).mapToObj((i) -> Slug.of("tag-" + i)).toList();

		assertThatIllegalArgumentException().isThrownBy(() -> PostContent.of(" ", "B", List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> PostContent.of("T".repeat(201), "B", List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> PostContent.of("T", "", List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> PostContent.of("T", "B".repeat(50_001), List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> PostContent.of("T", "B", eleven));
	}

	@Test
	void cachedValuesSurviveJson() {
		JsonMapper json = JsonMapper.shared();
		Page<Post> page = new Page<>(List.of(PostSamples.post(1, "T", "a", "bb"), PostSamples.post(2, "U")), 9);

		Page<Post> read = json.readValue(json.writeValueAsBytes(page), new TypeReference<>() {
		});

		assertThat(read).isEqualTo(page);
	}

}
