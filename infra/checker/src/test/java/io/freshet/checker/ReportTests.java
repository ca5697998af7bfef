package io.freshet.checker;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	@Test
	void countsReadsThatShowedTheNewestVersionInPercentiles() {
		long[] stale = { 10, 20, 30 };

		assertThat(Report.percentile(stale, 100, 0.50)).isZero();
		assertThat(Report.percentile(stale, 100, 0.99)).isEqualTo(20);
		assertThat(Report.percentile(stale, 100, 0.999)).isEqualTo(30);
		assertThat(Report.percentile(stale, 3, 0.5)).isEqualTo(20);
	}

	@Test
	void hasNoPercentileWithoutReads() {
		assertThat(Report.percentile(new long[0], 0, 0.99)).isZero();
	}

	@Test
	void tellsEachViolationOfAMadeUpSequence() {
		Tally tally = new Tally("made-up");
		Row row = new Row(7, "\"0\"");
		Load load = new Load(List.of(row), 250_000_000, tally);
		row.written(row.nextVersion(), "\"1\"", 1_000_000_000, 2);
		Request request = Request.get("/api/v1/posts/7");
		Response response = new Response(200, Map.of("cache-status", "freshet; hit"), "");

		load.seen(new Read(request, response, 1, 1_251_000_000, tally), 7, 0);
		load.seen(new Read(request, response, 1, 1_251_000_000, tally), 7, 1);

		Report report = new Report(List.of(tally));
		assertThat(report.violations()).isEqualTo(1);
		assertThat(report.toString()).contains("made-up: row 7 at instance 1: version 0 seen, at least 1 expected, "
				+ "251.0 ms after the acknowledgement; GET /api/v1/posts/7, cache: freshet; hit");
	}

}
