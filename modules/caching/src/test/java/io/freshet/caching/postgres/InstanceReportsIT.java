package io.freshet.caching.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.freshet.caching.CacheName;
import io.freshet.caching.administration.CachingReport;
import io.freshet.caching.administration.CachingReport.Connections;
import io.freshet.caching.administration.CachingReport.DatabaseReport;
import io.freshet.caching.administration.CachingReport.LedgerReport;
import io.freshet.caching.administration.CachingReport.NearReport;
import io.freshet.caching.administration.CachingReport.SharedReport;
import io.freshet.caching.administration.CachingReport.CacheReport;
import io.freshet.caching.administration.InstanceReport;
import io.freshet.caching.administration.InstanceReports.Published;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.redis.RedisServerInfo;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.StoreContent;
import io.freshet.caching.store.Tier;
import io.freshet.caching.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reports that instances leave for each other.
 */
class InstanceReportsIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final CacheName POSTS = CacheName.of("posts");

	private final LedgerFixture fixture = LedgerFixture.on(PostgresServer.shared());

	private final PostgresInstanceReports reports = new PostgresInstanceReports(
			this.fixture.clientOn(this.fixture.connections()), Duration.ofSeconds(30));

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void areReadAsTheyWereWritten() {
		InstanceReport report = report("one");

		this.reports.publish(report).block(TIMEOUT);
		Published published = published();

		assertThat(published.complete()).isTrue();
		assertThat(published.instances()).singleElement().satisfies((read) -> {
			assertThat(read.id()).isEqualTo("one");
			assertThat(read.name()).isEqualTo("name of one");
			assertThat(read.startedAt()).isEqualTo(report.startedAt());
			assertThat(read.caching()).isEqualTo(report.caching());
		});
	}

	@Test
	void takeThePlaceOfTheLastOne() {
		this.reports.publish(report("one")).block(TIMEOUT);
		this.reports.publish(report("two")).block(TIMEOUT);
		this.reports.publish(report("one")).block(TIMEOUT);

		assertThat(published().instances()).extracting(InstanceReport::id).containsExactlyInAnyOrder("one", "two");
	}

	@Test
	void goWhenTheyAreOld() {
		this.reports.publish(report("old")).block(TIMEOUT);
		this.fixture.execute("update cache_instance set reported_at = clock_timestamp() - interval '31 s'");

		assertThat(published().instances()).isEmpty();
		this.reports.publish(report("new")).block(TIMEOUT);

		assertThat(this.fixture.ask("select string_agg(instance, ',') from cache_instance")).isEqualTo("new");
	}

	@Test
	void areIncompleteIfAnotherVersionWroteOne() {
		this.reports.publish(report("one")).block(TIMEOUT);
		this.reports.publish(report("two")).block(TIMEOUT);
		this.reports.publish(report("three")).block(TIMEOUT);
		this.fixture.execute("update cache_instance set form = 99 where instance = 'one'");
		this.fixture.execute("update cache_instance set report = '[]' where instance = 'two'");

		assertThat(published().complete()).isFalse();
		assertThat(published().instances()).extracting(InstanceReport::id).containsExactly("three");
	}

	private Published published() {
		return this.reports.published().blockOptional(TIMEOUT).orElseThrow();
	}

	private static InstanceReport report(String id) {
		CacheStatistics statistics = new CacheStatistics();
		statistics.hit(POSTS, Tier.NEAR);
		statistics.load(POSTS, Duration.ofMillis(7), true);
		statistics.stale(POSTS, StaleReason.SLOW_LOAD);
		CacheReport posts = new CacheReport(POSTS, Duration.ofMinutes(5), Duration.ofSeconds(30),
				statistics.counts(POSTS), new StoreContent(2, 300), new StoreContent(4, 500));
		CachingReport caching = new CachingReport(Duration.ofHours(1), List.of(posts),
				new NearReport(new StoreContent(2, 300), 1000),
				new SharedReport(true, "CLOSED", false, new StoreContent(4, 500), true,
						new RedisServerInfo("7.4.1", 1, 2, "noeviction", 3, 4)),
				new LedgerReport(Duration.ofMillis(37), Duration.ofMillis(250), true, 214), Map.of("hit", 31L),
				new DatabaseReport(true, true, new Connections(1, 2, 3)));
		Instant started = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
		return new InstanceReport(id, "name of " + id, started, started.plusSeconds(1), caching);
	}

}
