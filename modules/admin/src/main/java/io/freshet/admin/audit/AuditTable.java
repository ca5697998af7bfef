package io.freshet.admin.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;

import io.freshet.caching.administration.Instances;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;

/**
 * The trail in PostgreSQL. Times are the database's, which all instances share.
 */
@Component
class AuditTable implements AuditTrail {

	/** Of targets and details, which others have written. */
	private static final int LONGEST_TEXT = 1000;

	private static final String BEGIN = """
			insert into cache_audit (principal, instance, action, target)
			values (:principal, :instance, :action, :target) returning id""";

	private static final String END = """
			update cache_audit
			   set outcome = :outcome, entries = :entries, detail = :detail, completed_at = clock_timestamp()
			 where id = :id""";

	private static final String READ = """
			select id, at, principal, instance, action, target, outcome, entries, detail, completed_at
			  from cache_audit where id < :before order by id desc limit :limit""";

	private final DatabaseClient database;

	private final Instances instances;

	AuditTable(DatabaseClient database, Instances instances) {
		this.database = database;
		this.instances = instances;
	}

	@Override
	public Mono<Long> begin(String principal, AuditAction action, String target) {
		return this.database.sql(BEGIN)
			.bind("principal", shortened(principal))
			.bind("instance", this.instances.name())
			.bind("action", action.word())
			.bind("target", shortened(target))
			.map((row) -> Objects.requireNonNull(row.get("id", Long.class)))
			.one();
	}

	@Override
	public Mono<Void> end(long id, AuditOutcome outcome, @Nullable Long entries, @Nullable String detail) {
		GenericExecuteSpec end = this.database.sql(END).bind("outcome", outcome.word()).bind("id", id);
		end = (entries != null) ? end.bind("entries", entries) : end.bindNull("entries", Long.class);
		return ((detail != null) ? end.bind("detail", shortened(detail)) : end.bindNull("detail", String.class)).then();
	}

	@Override
	public Mono<List<AuditEntry>> read(long before, int limit) {
		return this.database.sql(READ)
			.bind("before", before)
			.bind("limit", limit)
			.map(AuditTable::entry)
			.all()
			.collectList();
	}

	private static AuditEntry entry(Readable row) {
		return new AuditEntry(Objects.requireNonNull(row.get("id", Long.class)),
				Objects.requireNonNull(time(row, "at")), text(row, "principal"), text(row, "instance"),
				text(row, "action"), text(row, "target"), AuditOutcome.of(text(row, "outcome")),
				row.get("entries", Long.class), row.get("detail", String.class), time(row, "completed_at"));
	}

	private static String text(Readable row, String column) {
		return String.valueOf(row.get(column, String.class));
	}

	private static @Nullable Instant time(Readable row, String column) {
		OffsetDateTime time = row.get(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	/** PostgreSQL has no text with a NUL. */
	private static String shortened(String text) {
		String clean = text.replace('\0', '\uFFFD');
		return (clean.length() <= LONGEST_TEXT) ? clean : clean.substring(0, LONGEST_TEXT) + "…";
	}

}
