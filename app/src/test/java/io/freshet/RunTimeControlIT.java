package io.freshet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An administrator changes caches of the whole application while it runs.
 */
class RunTimeControlIT extends WholeApplication {

	private static final String CACHES = "/api/v1/cache/caches/";

	private static final String LIST = "/api/v1/tags?size=3";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Autowired
	DatabaseClient database;

	@Test
	void passesResponsesByWhileTheirCacheIsSwitchedOff() {
		isAnswered("MISS");
		isAnswered("HIT");

		patch(CACHES + "responses", "{\"enabled\": false}").expectStatus().isOk();
		isAnswered("BYPASS");
		patch(CACHES + "responses", "{\"enabled\": null}").expectStatus().isOk();

		isAnswered("HIT");
	}

	@Test
	void listsTheCachesAsConfiguredAndAsChanged() {
		patch(CACHES + "post-lists", "{\"ttl\": \"PT1M\"}").expectStatus().isOk();

		this.administrator.get()
			.uri("/api/v1/cache/caches")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$[?(@.name == 'post-lists')].ttl")
			.isEqualTo("PT1M")
			.jsonPath("$[?(@.name == 'post-lists')].hardTtl")
			.isEqualTo("PT11M")
			.jsonPath("$[?(@.name == 'post-lists')].changed[0]")
			.isEqualTo("ttl")
			.jsonPath("$[?(@.name == 'tags')].refreshAheadAge")
			.isEqualTo(0.8)
			.jsonPath("$[?(@.name == 'responses')].enabled")
			.isEqualTo(true);
	}

	@Test
	void knowsNoOtherCache() {
		patch(CACHES + "nothing", "{\"enabled\": false}").expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:freshet:problem:cache-not-found");
	}

	@Test
	void limitsTheLifetimeThatPostsHaveByTheirAge() {
		int changedLongAgo = createPost("100 minutes");
		assertThat(keptFor(changedLongAgo)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));

		int anotherOne = createPost("100 minutes");
		patch(CACHES + "posts", "{\"ttl\": \"PT2M\"}").expectStatus().isOk();
		assertThat(keptFor(anotherOne)).isBetween(Duration.ofSeconds(100), Duration.ofMinutes(2));
		patch(CACHES + "posts", "{\"ttl\": null}").expectStatus().isOk();
	}

	private int createPost(String age) {
		Map<?, ?> post = this.administrator.post()
			.uri("/api/v1/posts")
			.bodyValue(Map.of("title", "Old", "body", "Text"))
			.exchange()
			.expectStatus()
			.isCreated()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		int id = (Integer) Objects.requireNonNull(Objects.requireNonNull(post).get("id"));
		this.database.sql("update post set updated_at = now() - interval '" + age + "' where id = " + id)
			.then()
			.block(PATIENCE);
		return id;
	}

	/** What has just been created is not kept before that is known everywhere. */
	private Duration keptFor(int post) {
		return await().atMost(PATIENCE).until(() -> {
			read("/api/v1/posts/" + post);
			return entryOf(post);
		}, Objects::nonNull);
	}

	private @Nullable Duration entryOf(int post) {
		Map<?, ?> page = this.administrator.get()
			.uri("/api/v1/cache/entries?tier=near&cache=posts&tag=post:" + post)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		List<?> entries = (List<?>) Objects.requireNonNull(Objects.requireNonNull(page).get("entries"));
		if (entries.isEmpty()) {
			return null;
		}
		Map<?, ?> entry = (Map<?, ?>) entries.get(0);
		return Duration.between(Instant.parse(String.valueOf(entry.get("createdAt"))),
				Instant.parse(String.valueOf(entry.get("softExpiry"))));
	}

	private void isAnswered(String cached) {
		assertThat(cacheOf(read(LIST))).isEqualTo(cached);
	}

}
