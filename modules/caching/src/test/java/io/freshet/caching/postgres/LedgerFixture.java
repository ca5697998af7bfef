package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.r2dbc.connection.SingleConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;

import io.freshet.caching.invalidation.Backplane;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.HintSender;
import io.freshet.caching.testing.PostgresServer;

/**
 * Instances that follow one ledger in a database of their own.
 */
public final class LedgerFixture implements AutoCloseable {

	/** Of the view; generous, because a machine under test is slow. */
	public static final Duration BOUND = Duration.ofSeconds(2);

	/** About what a row with one tag takes in a view. */
	private static final long ROW_WEIGHT = 185;

	static final Duration RETENTION = Duration.ofHours(1);

	private final PostgresServer server;

	private final String database;

	private final Queue<Disposable> following = new ConcurrentLinkedQueue<>();

	private LedgerFixture(PostgresServer server, String database) {
		this.server = server;
		this.database = database;
		new LedgerMigration(server.dataSource(database)).afterPropertiesSet();
	}

	/**
	 * Makes the table in a new database.
	 * @param server the server
	 * @return the fixture
	 */
	public static LedgerFixture on(PostgresServer server) {
		return new LedgerFixture(server, server.newDatabase());
	}

	/**
	 * Makes connections without a pool.
	 * @return the connections
	 */
	public ConnectionFactory connections() {
		return ConnectionFactoryBuilder.withUrl(this.server.r2dbcUrl(this.database))
			.username(this.server.username())
			.password(this.server.password())
			.configure((options) -> options.option(ConnectionFactoryOptions.CONNECT_TIMEOUT, Duration.ofSeconds(2)))
			.build();
	}

	/**
	 * Makes a client.
	 * @param connections its connections
	 * @return the client
	 */
	public DatabaseClient clientOn(ConnectionFactory connections) {
		return DatabaseClient.create(connections);
	}

	/**
	 * Executes a statement in the database.
	 * @param sql the statement
	 */
	public void execute(String sql) {
		clientOn(connections()).sql(sql).then().block(Duration.ofSeconds(20));
	}

	/**
	 * Asks for one value.
	 * @param sql the query
	 * @return its text
	 */
	public String ask(String sql) {
		return clientOn(connections()).sql(sql)
			.map((row) -> String.valueOf(row.get(0, Object.class)))
			.one()
			.blockOptional(Duration.ofSeconds(20))
			.orElseThrow();
	}

	/**
	 * Returns the invalidations that were written down.
	 * @return the number of rows
	 */
	public long rows() {
		return Long.parseLong(ask("select count(*) from cache_invalidation"));
	}

	/**
	 * Starts an instance.
	 * @param connections its connections
	 * @return its ledger
	 */
	public PostgresLedger instance(ConnectionFactory connections) {
		return instance(connections, Duration.ofMillis(50), 1000);
	}

	PostgresLedger instance() {
		return instance(connections());
	}

	PostgresLedger instance(ConnectionFactory connections, Duration interval, int rows) {
		return instance(connections, interval, rows, Backplane.NONE);
	}

	PostgresLedger instance(ConnectionFactory connections, Duration interval, int rows, Backplane backplane) {
		FreshnessView view = new FreshnessView(BOUND, rows * ROW_WEIGHT, System::nanoTime);
		LedgerFollower follower = new LedgerFollower(connections, view, new LedgerFollower.Settings(interval,
				Duration.ofMillis(700), BOUND, Duration.ofSeconds(5), RETENTION, rows), System::nanoTime);
		this.following.add(follower.follow().subscribe());
		this.following.add(follower.followHints(backplane).subscribe());
		HintSender hints = new HintSender(backplane, (sending) -> this.following.add(sending.subscribe()));
		return new PostgresLedger(DatabaseClient.create(connections), view, follower, hints, RETENTION);
	}

	/**
	 * Makes a ledger whose only connection is inside a transaction that nobody ends.
	 */
	PostgresLedger leftInATransaction() {
		ConnectionFactory connections = connections();
		Connection left = Mono.<Connection>from(connections.create())
			.delayUntil(Connection::beginTransaction)
			.blockOptional(Duration.ofSeconds(20))
			.orElseThrow();
		FreshnessView view = new FreshnessView(BOUND, 1000 * ROW_WEIGHT, System::nanoTime);
		LedgerFollower follower = new LedgerFollower(connections, view,
				new LedgerFollower.Settings(BOUND, BOUND, BOUND, BOUND, RETENTION, 1000), System::nanoTime);
		return new PostgresLedger(
				DatabaseClient.create(new SingleConnectionFactory(left, connections.getMetadata(), true)), view,
				follower, new HintSender(Backplane.NONE, (sending) -> true), RETENTION);
	}

	String database() {
		return this.database;
	}

	@Override
	public void close() {
		this.following.forEach(Disposable::dispose);
	}

}
