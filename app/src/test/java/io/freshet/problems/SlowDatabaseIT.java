package io.freshet.problems;

import java.time.Duration;

import io.freshet.caching.CacheName;
import io.freshet.caching.metrics.CacheCounts;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.testing.WithRealServers;
import io.freshet.tags.Slug;
import io.freshet.tags.TagDetails;
import io.freshet.tags.Tags;
import io.freshet.tags.precondition.IfMatch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What readers get while the database does not come to an answer, which a locked table
 * does to it. The times are other than the application's, for the sake of the test.
 */
@WithRealServers
@AutoConfigureWebTestClient(timeout = "30s")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "freshet.caching.hard-timeout=500ms", "spring.r2dbc.properties.statementTimeout=3s",
				"freshet.caching.error-ttl=1m" })
class SlowDatabaseIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Autowired
	private WebTestClient client;

	@Autowired
	private ConnectionFactory database;

	@Autowired
	private CacheStatistics statistics;

	@Autowired
	private Tags tags;

	@Test
	void readersDoNotWaitForEverAndWhatComesLaterIsKept() {
		create("late");
		CacheCounts before = counts();

		try (TableLock lock = new TableLock("tag")) {
			read("late").isEqualTo(503);
			assertThat(counts().loads()).isEqualTo(before.loads());
		}

		await().atMost(PATIENCE).until(() -> counts().loads() == before.loads() + 1);
		read("late").isOk();
		assertThat(counts().loads()).isEqualTo(before.loads() + 1);
	}

	@Test
	void statementThatCameToItsLimitIsNotRepeatedForEachReader() {
		create("slow");
		CacheCounts before = counts();

		try (TableLock lock = new TableLock("tag")) {
			read("slow").isEqualTo(503);
			await().atMost(PATIENCE).until(() -> counts().failedLoads() == before.failedLoads() + 1);
		}

		read("slow").isEqualTo(503);
		assertThat(counts().failedLoads()).isEqualTo(before.failedLoads() + 1);
		assertThat(counts().loads()).as("the database was not asked").isEqualTo(before.loads());
		change("slow");
		read("slow").isOk();
	}

	@Test
	void neitherIsThatOfAList() {
		create("listed");
		long failed = this.statistics.counts(CacheName.of("post-lists")).failedLoads();

		try (TableLock lock = new TableLock("post")) {
			this.client.get().uri("/api/v1/posts?tag=listed").exchange().expectStatus().isEqualTo(503);
			await().atMost(PATIENCE)
				.until(() -> this.statistics.counts(CacheName.of("post-lists")).failedLoads() == failed + 1);
		}

		this.client.get().uri("/api/v1/posts?tag=listed").exchange().expectStatus().isEqualTo(503);
	}

	/** What is loaded before an instance has looked after an invalidation is not kept. */
	private void create(String slug) {
		this.tags.create(Slug.of(slug), new TagDetails(slug, null)).block(PATIENCE);
		await().atMost(PATIENCE)
			.untilAsserted(() -> this.client.get()
				.uri("/api/v1/tags?size=1")
				.exchange()
				.expectHeader()
				.valueEquals("X-Cache", "HIT"));
	}

	private void change(String slug) {
		this.tags.replace(Slug.of(slug), IfMatch.parse("*"), new TagDetails(slug, "Changed")).block(PATIENCE);
	}

	private StatusAssertions read(String slug) {
		return this.client.get().uri("/api/v1/tags/{slug}", slug).exchange().expectStatus();
	}

	private CacheCounts counts() {
		return this.statistics.counts(CacheName.of("tags"));
	}

	/** Keeps everybody from reading a table. */
	private final class TableLock implements AutoCloseable {

		private final Connection holder;

		TableLock(String table) {
			this.holder = Mono.from(SlowDatabaseIT.this.database.create())
				.delayUntil(Connection::beginTransaction)
				.delayUntil((connection) -> Flux
					.from(connection.createStatement("lock table " + table + " in access exclusive mode").execute())
					.flatMap((result) -> result.getRowsUpdated()))
				.blockOptional(PATIENCE)
				.orElseThrow();
		}

		@Override
		public void close() {
			Mono.from(this.holder.rollbackTransaction()).then(Mono.from(this.holder.close())).block(PATIENCE);
		}

	}

}
