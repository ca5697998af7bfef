package io.freshet.caching.load;

import java.time.Duration;
import java.time.InstantSource;

import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.postgres.LedgerFixture;
import io.freshet.caching.postgres.PostgresLedger;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.RecordedEvents;
import io.freshet.caching.store.Tier;
import io.freshet.caching.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Staleness as it is measured over rows of a real PostgreSQL, which one instance reads
 * and another one changes.
 */
class HitSamplesIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private final LedgerFixture fixture = LedgerFixture.on(PostgresServer.shared());

	private final ConnectionFactory connections = this.fixture.connections();

	private final PostgresLedger ledger = this.fixture.instance(this.connections);

	private final PostgresLedger elsewhere = this.fixture.instance(this.fixture.connections());

	private final RecordedEvents events = new RecordedEvents();

	private final BackgroundWork background = new BackgroundWork(1000);

	private final DatabaseClient database = DatabaseClient.create(this.connections);

	private ReactiveCache<String> cache;

	@BeforeEach
	void start() {
		InstantSource clock = InstantSource.system();
		CaffeineStore near = new CaffeineStore(1_000_000, clock, Runnable::run, CacheRecorder.NONE);
		CacheEngine engine = new CacheEngine(new JudgedStore(near, Tier.NEAR, this.ledger, this.events, clock),
				new NoStore(), this.ledger, this.background, this.events, clock);
		CachePolicy policy = CachePolicy.ttl(Duration.ofMinutes(5)).stalenessSampling(1).build();
		this.cache = new EngineCacheManager(engine, new TransactionalInvalidator(this.ledger), (name) -> policy,
				JsonMapper.builder().build())
			.cache("titles", String.class);
		this.fixture.execute("create table title (id int primary key, text text not null)");
		this.fixture.execute("insert into title values (1, 'first')");
		await().atMost(PATIENCE).until(() -> this.ledger.view().isCurrent() && this.elsewhere.view().isCurrent());
	}

	@AfterEach
	void stop() {
		this.background.close();
		this.fixture.close();
	}

	@Test
	void findsARowThatWasChangedWithoutAnInvalidation() {
		read();

		this.fixture.execute("update title set text = 'by hand' where id = 1");
		String served = read();

		assertThat(served).isEqualTo("first");
		await().atMost(PATIENCE).until(() -> this.events.count("sampled stale") == 1);
		assertThat(this.events.count("load")).isEqualTo(1);
	}

	@Test
	void neverBlamesTheLedgerForTheTimeThatWordTakes() {
		TransactionalOperator transaction = TransactionalOperator
			.create(new R2dbcTransactionManager(this.fixture.connections()));
		TransactionalInvalidator invalidator = new TransactionalInvalidator(this.elsewhere);
		DatabaseClient writer = DatabaseClient.create(this.fixture.connections());

		for (int change = 0; change < 40; change++) {
			writer.sql("update title set text = 'change " + change + "' where id = 1")
				.then()
				.then(invalidator.invalidate(TAG))
				.as(transaction::transactional)
				.block(PATIENCE);
			read();
			read();
		}

		await().atMost(PATIENCE).until(() -> this.background.running() == 0);
		assertThat(this.events.count("sampled stale")).isZero();
		assertThat(this.events.count("sampled same") + this.events.count("sampled overtaken")).isPositive();
	}

	private String read() {
		return this.database.sql("select text from title where id = 1")
			.map((row) -> String.valueOf(row.get(0, String.class)))
			.one()
			.transformDeferred((origin) -> Mono.from(this.cache.caching(CacheKey.of(1), TAG).apply(origin)))
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

}
