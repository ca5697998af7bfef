package io.freshet.caching.web;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.Invalidation;

import static org.assertj.core.api.Assertions.assertThat;

class SurrogateKeyHeaderTests {

	private static final CacheTag POST = CacheTag.of("post", 42);

	private final SurrogateKeyHeader header = new SurrogateKeyHeader("Surrogate-Key", 60);

	@Test
	void namesTheTagsAndWhatEveryResponseCarries() {
		assertThat(this.header.value(Set.of(POST, ResponseTags.surrogateKey("front")), null))
			.isEqualTo("freshet:all front post:42");
	}

	@Test
	void namesOneKeyForMoreThanFits() {
		assertThat(this.header.value(Set.of(POST, CacheTag.of("post", "a".repeat(60))), null))
			.isEqualTo("freshet:many freshet:all");
	}

	@Test
	void invalidatesWhatCarriesTheTagAndWhatHasTooManyTags() {
		assertThat(SurrogateKeyHeader.keys(Invalidation.ofTags(List.of(POST, ResponseTags.surrogateKey("front")))))
			.containsExactlyInAnyOrder("post:42", "front", "freshet:many");
	}

	@Test
	void invalidatesTheUriOfSingleResponsesAndOfPatternsForOne() {
		String key = "responses:GET http://h/a?b=1 accept=x";

		assertThat(SurrogateKeyHeader.keys(Invalidation.ofKeys(List.of(key)))).contains("uri:http://h/a");
		assertThat(SurrogateKeyHeader.keys(pattern("responses:GET http://h/a\\?b=1 *"))).contains("uri:http://h/a");
		assertThat(SurrogateKeyHeader.keys(pattern("responses:GET http://h/a"))).contains("uri:http://h/a");
	}

	@Test
	void invalidatesEverythingForOtherPatternsOverResponsesAndNothingForThoseOverOtherCaches() {
		assertThat(SurrogateKeyHeader.keys(pattern("*"))).containsExactly("freshet:all");
		assertThat(SurrogateKeyHeader.keys(pattern("resp*"))).containsExactly("freshet:all");
		assertThat(SurrogateKeyHeader.keys(pattern("responses:GET */posts*"))).containsExactly("freshet:all");
		assertThat(SurrogateKeyHeader.keys(pattern("posts:*"))).isEmpty();
		assertThat(SurrogateKeyHeader.keys(Invalidation.ofKeys(List.of("posts:42")))).isEmpty();
	}

	@Test
	void writesWhatIsNotAsciiAsAFieldCanCarryIt() {
		CacheTag tag = CacheTag.of("tag", "käse");

		assertThat(this.header.value(Set.of(tag), null)).isEqualTo("freshet:all tag%3Ak%C3%A4se");
		assertThat(SurrogateKeyHeader.keys(Invalidation.ofTags(List.of(tag)))).contains("tag%3Ak%C3%A4se");
	}

	private static Invalidation pattern(String text) {
		return Invalidation.ofPattern(KeyPattern.of(text));
	}

}
