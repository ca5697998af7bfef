package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import io.freshet.caching.CacheException;
import io.freshet.caching.invalidation.Backplane;
import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.FreshnessView.Positioned;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.CacheObserver;

/**
 * Reads the ledger on a connection of its own, outside of any pool, and brings the view
 * up to date: at intervals, and at once when asked to.
 * <p>
 * One statement returns the current snapshot together with every row that is visible in
 * it and was not visible in the one before. Because both come from one snapshot there are
 * no gaps, whatever the order of commits. A reply that does not come within the time
 * limit ends the connection, and another one is made.
 */
public final class LedgerFollower {

	private static final Logger logger = LoggerFactory.getLogger(LedgerFollower.class);

	/**
	 * Rows count for this much longer than an entry can live, because a load takes its
	 * time after its stamp, and clocks differ.
	 */
	static final Duration SLACK = Duration.ofMinutes(10);

	/** Reading back may take as long as so many looks: there may be very much. */
	private static final int READ_BACK_LOOKS = 10;

	private final ConnectionFactory connections;

	private final FreshnessView view;

	private final Settings settings;

	private final LongSupplier nanoTime;

	private final CacheObserver observer;

	private final FollowerLog log;

	private final LookRequests requests = new LookRequests();

	/**
	 * Makes a follower that does not follow yet.
	 * @param connections makes the connection; not a pool
	 * @param view the view to bring up to date
	 * @param settings the times and limits
	 * @param nanoTime the clock of the view
	 */
	public LedgerFollower(ConnectionFactory connections, FreshnessView view, Settings settings, LongSupplier nanoTime) {
		this(connections, view, settings, nanoTime, CacheObserver.NONE);
	}

	/**
	 * Makes a follower that does not follow yet, and is watched when it does.
	 * @param connections makes the connection; not a pool
	 * @param view the view to bring up to date
	 * @param settings the times and limits
	 * @param nanoTime the clock of the view
	 * @param observer watches each look
	 */
	public LedgerFollower(ConnectionFactory connections, FreshnessView view, Settings settings, LongSupplier nanoTime,
			CacheObserver observer) {
		this.observer = observer;
		this.connections = connections;
		this.view = view;
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.log = new FollowerLog(settings.bound());
	}

	/**
	 * Follows the ledger.
	 * @return never completes; an error is logged and followed by another connection
	 */
	public Mono<Void> follow() {
		return Flux.usingWhen(connect(), this::followOn, this::close)
			.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(50))
				.maxBackoff(Duration.ofSeconds(1))
				.transientErrors(true)
				.doBeforeRetry((retry) -> this.log.failed(retry.totalRetriesInARow(), retry.failure())))
			.then();
	}

	/**
	 * Looks once whether there is a table to follow, on a connection of its own.
	 * @return completes if there is, and also if the database cannot be asked; a
	 * {@link CacheException} if there is none
	 */
	public Mono<Void> checkTable() {
		return Flux
			.usingWhen(connect(), (connection) -> connection.createStatement(LedgerQueries.PROBE).execute(),
					this::close)
			.flatMap(Result::getRowsUpdated)
			.onErrorResume((ex) -> LedgerQueries.isTableMissing(ex)
					? Mono.error(new CacheException(LedgerMigration.TABLE_MISSING, LedgerMigration.MAKE_TABLE, ex))
					: Mono.empty())
			.then();
	}

	private Mono<? extends Connection> connect() {
		return Mono.from(this.connections.create()).timeout(this.settings.timeout());
	}

	private Mono<Void> close(Connection connection) {
		return Mono.from(connection.close()).timeout(this.settings.timeout());
	}

	private Flux<Long> followOn(Connection connection) {
		return Mono.defer(() -> this.observer.follow(look(connection)))
			.repeatWhen(
					(looks) -> looks.concatMap((done) -> this.requests.intervalOrRequest(this.settings.interval()), 1));
	}

	private Mono<Long> look(Connection connection) {
		this.requests.begun();
		long sentAt = this.nanoTime.getAsLong();
		Stamp known = this.view.snapshot();
		return (known.isNone() ? readBack(connection, sentAt, Stamp.NONE) : readNews(connection, known, sentAt))
			.then(Mono.defer(() -> newPositionIfNeeded(connection)))
			.then(Mono.fromCallable(() -> {
				this.log.succeeded();
				this.requests.ended();
				return sentAt;
			}));
	}

	/**
	 * @param untrusted the last stamp that must not be trusted in any case
	 */
	private Mono<Void> readBack(Connection connection, long sentAt, Stamp untrusted) {
		Statement query = connection.createStatement(LedgerQueries.READ_BACK)
			.bind("$1", (double) this.settings.retention().plus(SLACK).toSeconds())
			.bind("$2", this.settings.capacity());
		return rows(query).timeout(this.settings.timeout().multipliedBy(READ_BACK_LOOKS)).doOnNext((rows) -> {
			Stamp stamp = stampOf(rows);
			List<Positioned> news = newsIn(rows);
			boolean complete = news.size() < this.settings.capacity();
			this.view.restart(stamp, sentAt, news, (complete || stamp.isBefore(untrusted)) ? untrusted : stamp);
			logger.info("Following the invalidation ledger, {} rows read back", news.size());
		}).then();
	}

	private Mono<Void> readNews(Connection connection, Stamp known, long sentAt) {
		Mono<List<LedgerRow>> news = rows(connection.createStatement(LedgerQueries.NEWS).bind("$1", known.snapshot()))
			.timeout(this.settings.timeout());
		return news.flatMap((rows) -> {
			Stamp stamp = stampOf(rows);
			if (!stamp.isComparableTo(known)) {
				logger.warn("The database began another history: all cached entries are invalid");
				return readBack(connection, sentAt, Stamp.NONE);
			}
			if (stamp.isBefore(known)) {
				logger.warn("The database has lost changes that were seen: cached entries of before are invalid");
				return readBack(connection, sentAt, known);
			}
			Duration age = this.view.age();
			this.view.advance(stamp, sentAt, newsIn(rows));
			this.log.seenAfter(age);
			return Mono.empty();
		});
	}

	/**
	 * Has the database give a transaction identifier away where the view waits for one.
	 */
	private Mono<Void> newPositionIfNeeded(Connection connection) {
		return this.view.needsPosition()
				? Flux.from(connection.createStatement("select pg_current_xact_id()").execute())
					.flatMap((result) -> result.map((row) -> true))
					.then()
					.timeout(this.settings.timeout())
				: Mono.empty();
	}

	private static Mono<List<LedgerRow>> rows(Statement query) {
		return Flux.from(query.execute()).concatMap((result) -> result.map(LedgerRow::of)).collectList();
	}

	private static Stamp stampOf(List<LedgerRow> rows) {
		LedgerRow first = rows.get(0);
		return Stamp.of(first.history(), first.snapshot());
	}

	private static List<Positioned> newsIn(List<LedgerRow> rows) {
		List<Positioned> news = new ArrayList<>(rows.size());
		for (LedgerRow row : rows) {
			if (row.position() != null) {
				news.add(new Positioned(row.position(), row.invalidation()));
			}
		}
		return news;
	}

	/**
	 * Looks at once whenever another instance gives a hint.
	 * @param backplane where the hints come from
	 * @return never completes; after an error it listens anew
	 */
	public Mono<Void> followHints(Backplane backplane) {
		return backplane.hints()
			.doOnNext((hint) -> lookNow())
			.doOnError((ex) -> logger.debug("No hints come until the channel is back", ex))
			.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
				.maxBackoff(Duration.ofSeconds(2))
				.transientErrors(true))
			.then();
	}

	/**
	 * Has the follower look at once. Does not wait.
	 */
	void lookNow() {
		this.requests.lookNow();
	}

	/**
	 * Waits until the view is current. Once it has been out of date for as long as a read
	 * may wait, nobody waits any more.
	 * @return completes when it is; an error if the time is over
	 */
	Mono<Void> refreshed() {
		return Mono.defer(() -> this.requests.until(this.view::isCurrent,
				this.settings.bound().plus(this.settings.patience()).minus(this.view.age())));
	}

	/**
	 * Waits until the view sees what a token stands for.
	 * @param token the token
	 * @return whether it does; not if it does not within the time that a read may wait,
	 * or if the token is of another history
	 */
	Mono<Boolean> sees(FreshnessToken token) {
		return this.requests
			.until(() -> token.isSeenBy(this.view.snapshot()) || !token.isOfHistoryOf(this.view.snapshot()),
					this.settings.patience())
			.then(Mono.fromSupplier(() -> token.isSeenBy(this.view.snapshot())))
			.onErrorReturn(TimeoutException.class, false);
	}

	/**
	 * The times and limits of a follower.
	 *
	 * @param interval the interval between two looks
	 * @param timeout the time that a look may take
	 * @param bound the age up to which the view is current
	 * @param patience the time that a read may wait for the view
	 * @param retention the longest lifetime of an entry, for which rows are read at the
	 * start
	 * @param capacity the number of rows that are read at the start
	 */
	public record Settings(Duration interval, Duration timeout, Duration bound, Duration patience, Duration retention,
			int capacity) {
	}

}
