package io.freshet.checker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A short run, so that the checker does not rot. */
class CheckerIT {

	@Test
	void seesNoViolationWithoutFaultAndWhenServersAreLost(@TempDir Path directory) throws Exception {
		Settings settings = new Settings(2, 1, Duration.ofSeconds(4), 4, 2, 20,
				List.of("none", "redis-killed", "postgres-killed"), null, false, Duration.ofMillis(250),
				Path.of(System.getProperty("checker.application")), directory);

		Report report = new Checker(settings).run();

		assertThat(report.violations()).as(report.toString()).isZero();
		assertThat(report.sum(Count.READS)).isGreaterThan(500);
		assertThat(report.sum(Count.WITH_TOKEN)).isGreaterThan(20);
		assertThat(report.sum(Count.WRITES)).isGreaterThan(20);
		assertThat(report.sum(Count.SQL_WRITES)).isPositive();
		assertThat(report.sum(Count.CLEARS)).isPositive();
		assertThat(report.sum(Count.STALE)).as(report.toString()).isPositive();
	}

}
