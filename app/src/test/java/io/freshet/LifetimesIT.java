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
 * How long the application keeps what it shows, as an administrator sees it.
 */
class LifetimesIT extends WholeApplication {

	@Autowired
	DatabaseClient database;

	@Test
	void ofTheFirstPageOfPostsIsLongerThanThatOfALaterOne() {
		createPost("1 minute");

		Duration first = keptFor("/api/v1/posts?size=17", "cache=post-lists&pattern=*0*17*");
		Duration second = keptFor("/api/v1/posts?size=17&page=1", "cache=post-lists&pattern=*1*17*");

		assertThat(first).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
		assertThat(second).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
	}

	@Test
	void ofAPostGrowsWithItsAgeUpToWhatAnAdministratorSets() {
		int changedLongAgo = createPost("100 minutes");
		assertThat(postKeptFor(changedLongAgo)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));

		int anotherOne = createPost("100 minutes");
		patch("/api/v1/cache/caches/posts", "{\"ttl\": \"PT2M\"}").expectStatus().isOk();
		assertThat(postKeptFor(anotherOne)).isBetween(Duration.ofSeconds(100), Duration.ofMinutes(2));
		patch("/api/v1/cache/caches/posts", "{\"ttl\": null}").expectStatus().isOk();
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

	private Duration postKeptFor(int post) {
		return keptFor("/api/v1/posts/" + post, "cache=posts&tag=post:" + post);
	}

	/** What has just been created is not kept before that is known everywhere. */
	private Duration keptFor(String path, String entries) {
		return await().atMost(PATIENCE).until(() -> {
			read(path);
			return lifetimeOfOne(entries);
		}, Objects::nonNull);
	}

	private @Nullable Duration lifetimeOfOne(String query) {
		Map<?, ?> page = this.administrator.get()
			.uri("/api/v1/cache/entries?tier=near&" + query)
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

}
