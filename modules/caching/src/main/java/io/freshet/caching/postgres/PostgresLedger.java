package io.freshet.caching.postgres;

import java.time.Duration;

import io.r2dbc.spi.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.HintSender;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.InvalidationLedger;

/**
 * Ledger on PostgreSQL 13 or later, for any number of instances. An invalidation is a row
 * of the table {@code cache_invalidation}, its position the identifier of the transaction
 * that wrote it; {@code pg_current_snapshot()} says which transactions a reader could
 * see.
 * <p>
 * A serial number would not do: numbers are given when rows are written and not when they
 * are committed, so that a reader can pass over one that commits late.
 */
public final class PostgresLedger implements InvalidationLedger {

	private static final Logger logger = LoggerFactory.getLogger(PostgresLedger.class);

	private static final String APPEND = "insert into cache_invalidation (tags, pattern) values ($1, $2) returning xid::text";

	/**
	 * Any number that is the same in all instances.
	 */
	static final long PRUNING_LOCK = 0x46726573686574L;

	private static final String PRUNE = """
			delete from cache_invalidation
			 where at < clock_timestamp() - make_interval(secs => $1)
			   and (select pg_try_advisory_xact_lock($2))""";

	private final DatabaseClient database;

	/**
	 * That of the subscriber, or else one of its own. Not left to the connection: who
	 * gives up while a transaction begins leaves the pool a connection that is inside it,
	 * where nothing is committed that is not committed by name.
	 */
	private final TransactionalOperator transaction;

	private final FreshnessView view;

	private final LedgerFollower follower;

	private final HintSender hints;

	private final Duration retention;

	/**
	 * Makes a ledger.
	 * @param database writes rows, in the transaction of the subscriber
	 * @param view what is known of the ledger
	 * @param follower brings the view up to date
	 * @param hints tells other instances to look
	 * @param retention the age from which on rows are of no use, at least the longest
	 * lifetime of an entry
	 */
	public PostgresLedger(DatabaseClient database, FreshnessView view, LedgerFollower follower, HintSender hints,
			Duration retention) {
		this.database = database;
		this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(database.getConnectionFactory()));
		this.view = view;
		this.follower = follower;
		this.hints = hints;
		this.retention = retention;
	}

	@Override
	public FreshnessView view() {
		return this.view;
	}

	@Override
	public Mono<Void> refreshed() {
		return this.follower.refreshed();
	}

	@Override
	public Mono<Boolean> sees(FreshnessToken token) {
		return this.follower.sees(token);
	}

	/**
	 * Goes past what {@link DatabaseClient} does with a statement, which costs a writer
	 * more than the insert itself.
	 */
	@Override
	public Mono<Long> append(Invalidation invalidation) {
		return this.database.inConnection((connection) -> {
			String[] labels = invalidation.labels().toArray(String[]::new);
			KeyPattern pattern = invalidation.pattern();
			Statement insert = connection.createStatement(APPEND).bind(0, labels);
			insert = (pattern != null) ? insert.bind(1, pattern.value()) : insert.bindNull(1, String.class);
			return Flux.from(insert.execute())
				.concatMap((result) -> result.map((row) -> Long.parseUnsignedLong(text(row.get(0, String.class)))))
				.single();
		}).as(this.transaction::transactional);
	}

	private static String text(@Nullable String value) {
		if (value == null) {
			throw new IllegalStateException("PostgreSQL returned no transaction identifier");
		}
		return value;
	}

	@Override
	public void committed(long position, Invalidation invalidation) {
		this.view.apply(position, invalidation);
		this.follower.lookNow();
		this.hints.send();
	}

	/**
	 * Deletes rows that are too old to matter, at intervals; of all instances one at a
	 * time does so.
	 * @param interval the interval
	 * @return never completes; an error of one round is logged and the next one tries
	 * again
	 */
	public Mono<Void> prune(Duration interval) {
		return Flux.interval(interval).onBackpressureDrop().concatMap((round) -> pruneOnce()).then();
	}

	Mono<Long> pruneOnce() {
		return this.database.sql(PRUNE)
			.bind("$1", (double) this.retention.plus(LedgerFollower.SLACK).toSeconds())
			.bind("$2", PRUNING_LOCK)
			.fetch()
			.rowsUpdated()
			.doOnNext((rows) -> logger.debug("Pruned {} rows of the invalidation ledger", rows))
			.onErrorResume((ex) -> {
				logger.warn("Pruning the invalidation ledger failed and is tried again: {}", ex.toString());
				return Mono.empty();
			});
	}

}
