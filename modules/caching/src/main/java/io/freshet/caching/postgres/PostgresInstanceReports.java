package io.freshet.caching.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.r2dbc.spi.Readable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.r2dbc.core.DatabaseClient;

import io.freshet.caching.administration.CachingReport;
import io.freshet.caching.administration.InstanceReport;
import io.freshet.caching.administration.InstanceReports;

/**
 * Reports in the table {@code cache_instance}. Whoever writes one removes those that are
 * too old to be shown. How old they are is told by the clock of the database, which all
 * instances share.
 */
public final class PostgresInstanceReports implements InstanceReports {

	private static final Logger logger = LoggerFactory.getLogger(PostgresInstanceReports.class);

	private static final String WRITE = """
			with gone as (
			  delete from cache_instance where reported_at < clock_timestamp() - make_interval(secs => $6) and instance <> $1)
			insert into cache_instance (instance, name, started_at, form, report) values ($1, $2, $3, $4, $5::jsonb)
			on conflict (instance) do update
			  set reported_at = clock_timestamp(), form = excluded.form, report = excluded.report""";

	private static final String READ = """
			select instance, name, started_at, reported_at, form, report::text as report from cache_instance
			 where reported_at >= clock_timestamp() - make_interval(secs => $1)""";

	private final DatabaseClient database;

	private final Duration expiry;

	private final JsonMapper json = JsonMapper.builder().build();

	/**
	 * Makes reports.
	 * @param database holds the table
	 * @param expiry the age from which on a report counts as gone
	 */
	public PostgresInstanceReports(DatabaseClient database, Duration expiry) {
		this.database = database;
		this.expiry = expiry;
	}

	@Override
	public Mono<Void> publish(InstanceReport report) {
		return Mono.defer(() -> this.database.sql(WRITE)
			.bind("$1", report.id())
			.bind("$2", report.name())
			.bind("$3", report.startedAt().atOffset(ZoneOffset.UTC))
			.bind("$4", InstanceReport.FORM)
			.bind("$5", this.json.writeValueAsString(report.caching()))
			.bind("$6", (double) this.expiry.toSeconds())
			.then());
	}

	@Override
	public Mono<Published> published() {
		return this.database.sql(READ)
			.bind("$1", (double) this.expiry.toSeconds())
			.map(this::read)
			.all()
			.collectList()
			.map(PostgresInstanceReports::together);
	}

	private static Published together(List<Optional<InstanceReport>> rows) {
		return new Published(rows.stream().flatMap(Optional::stream).toList(),
				rows.stream().allMatch(Optional::isPresent));
	}

	/**
	 * Reads a row, unless another version of the program wrote it in another form.
	 */
	private Optional<InstanceReport> read(Readable row) {
		String id = String.valueOf(row.get("instance", String.class));
		if (!Objects.equals(row.get("form", Integer.class), InstanceReport.FORM)) {
			return Optional.empty();
		}
		try {
			return Optional.of(new InstanceReport(id, String.valueOf(row.get("name", String.class)),
					time(row, "started_at"), time(row, "reported_at"),
					this.json.readValue(String.valueOf(row.get("report", String.class)), CachingReport.class)));
		}
		catch (JacksonException ex) {
			logger.debug("The report of instance {} cannot be read", id, ex);
			return Optional.empty();
		}
	}

	private static Instant time(Readable row, String column) {
		return Objects.requireNonNull(row.get(column, OffsetDateTime.class)).toInstant();
	}

}
