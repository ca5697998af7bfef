package io.freshet.sample;

import java.time.Duration;

import io.freshet.caching.testing.WithRealServers;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@SpringBootTest(properties = "freshet.sample-data=true")
class SampleDataIT {

	@Autowired
	private DatabaseClient database;

	@Autowired
	private Flyway flyway;

	@Test
	void fillsEmptyDatabaseAndNoOther() {
		this.flyway.migrate();

		assertThat(count("select count(*) from post")).isEqualTo(300);
		assertThat(count("select count(*) from tag")).isEqualTo(40);
	}

	@Test
	void countsThePostsOfEachTag() {
		long wrong = count("select count(*) from tag where post_count = 0"
				+ " or post_count <> (select count(*) from post_tag where tag_slug = slug)");

		assertThat(wrong).isZero();
	}

	private long count(String sql) {
		Mono<Long> count = this.database.sql(sql).map((row) -> row.get(0, Long.class)).one();
		Long value = count.block(Duration.ofSeconds(10));
		assertThat(value).isNotNull();
		return value;
	}

}
