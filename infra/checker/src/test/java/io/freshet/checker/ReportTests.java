package io.freshet.checker;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	private static final int INSTANCE = 1;

	private static final int OTHER = 2;

	private final Tally tally = new Tally("made-up");

	private final Row row = new Row(7, "\"0\"");

	private final Load load = new Load(List.of(this.row), 250_000_000, this.tally);

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
		written(1, 1_000_000_000);

		seen(0, read("HIT", 1_251_000_000));
		seen(1, read("HIT", 1_251_000_000));

		assertThat(report().violations()).isEqualTo(1);
		assertThat(report().toString()).contains("made-up: row 7 at instance 1: version 0 seen, at least 1 expected, "
				+ "251.0 ms after the acknowledgement; GET /api/v1/posts/7, cache: freshet; hit");
	}

	@Test
	void tellsOfAReadThatIsOlderThanItsTokenHoweverEarlyItBegan() {
		written(1, 1_000_000_000);

		seen(0, read("HIT", 1_001_000_000).owing(1));
		seen(1, read("HIT", 1_001_000_000).owing(1));

		assertThat(report().violations()).isEqualTo(1);
		assertThat(report().toString()).contains("version 0 seen, at least 1 expected for its token, 1.0 ms after");
	}

	@Test
	void holdsNoBypassExcusedFromItsToken() {
		written(1, 1_000_000_000);

		seen(0, read("BYPASS", 1_001_000_000).owing(1));

		assertThat(report().violations()).isEqualTo(1);
	}

	@Test
	void countsAnswersApartThatSayThatTheyAreStale() {
		written(1, 1_000_000_000);

		seen(0, read("STALE", 9_000_000_000L));

		assertThat(report().violations()).isZero();
		assertThat(report().sum(Count.STALE)).isEqualTo(1);
		assertThat(report().sum(Count.READS)).isZero();
	}

	@Test
	void excusesStaleAnswersFromTheBoundAlone() {
		written(1, 1_000_000_000);
		this.row.rolledBack(this.row.nextVersion());

		seen(0, read("STALE", 1_001_000_000).owing(1));
		seen(2, read("STALE", 1_001_000_000));
		written(3, 2_000_000_000, INSTANCE);
		seen(1, read("STALE", 2_001_000_000));

		assertThat(this.tally.violations()).extracting((violation) -> violation.verdict().kind())
			.containsExactly(Verdict.Kind.OLDER_THAN_TOKEN, Verdict.Kind.UNDONE, Verdict.Kind.TOO_OLD);
	}

	@Test
	void holdsNoAnswerExcusedOfAnInstanceThatPutsTheBoundFirst() {
		written(1, 1_000_000_000);
		Read available = read("STALE", 9_000_000_000L);

		seen(0, new Read(available.request(), available.response(), INSTANCE, false, available.begunAt(), 0,
				this.tally));

		assertThat(report().violations()).isEqualTo(1);
	}

	private void written(long version, long at) {
		written(version, at, OTHER);
	}

	private void written(long version, long at, int instance) {
		assertThat(this.row.nextVersion()).isEqualTo(version);
		this.row.written(version, "\"0-1\"", at, instance);
	}

	private Read read(String cache, long begunAt) {
		Response response = new Response(200, Map.of("x-cache", cache, "cache-status", "freshet; hit"), "");
		return new Read(Request.get("/api/v1/posts/7"), response, INSTANCE, true, begunAt, 0, this.tally);
	}

	private void seen(long version, Read read) {
		this.tally.answered(read.response());
		this.load.seen(read, this.row.id(), version);
	}

	private Report report() {
		return new Report(List.of(this.tally));
	}

}
