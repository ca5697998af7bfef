package io.freshet.caching.web;

import java.io.IOException;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.RealServers;
import io.freshet.caching.testing.RedisServer;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients get while PostgreSQL does not answer, and after: the handlers of this
 * application do not need it, its caches do.
 */
@SpringBootTest(classes = ThingsApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "freshet.caching.http.routes[0].pattern=/things/available/**",
				"freshet.caching.http.routes[0].consistency=available", "freshet.caching.http.routes[0].ttl=1m",
				"freshet.caching.http.routes[1].pattern=/things/consistent/**",
				"freshet.caching.ledger.staleness-bound=2s" })
@DirtiesContext
class LostLedgerIT extends Scene {

	private static final PostgresServer postgres = PostgresServer.fresh();

	private static final String AVAILABLE = "/things/available/1";

	private static final String CONSISTENT = "/things/consistent/1";

	@Autowired
	private InvalidationLedger ledger;

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		Map<String, String> database = RealServers.properties(postgres, postgres.database());
		RedisServer redis = RedisServer.shared();
		database.forEach((name, value) -> registry.add(name, () -> value));
		RealServers.properties(redis, redis.newDatabase()).forEach((name, value) -> registry.add(name, () -> value));
	}

	@AfterEach
	void answerAgain() {
		postgres.resume();
	}

	@AfterAll
	static void stopServer() {
		postgres.close();
	}

	@Test
	void availableRouteAnswersWithWhatItLastKnewAndSaysSo() throws IOException {
		things().on(AVAILABLE, this::count);
		Answer miss = get(AVAILABLE);
		assertThat(get(AVAILABLE).cache()).isEqualTo("HIT");

		loseTheLedger();
		Answer stale = get(AVAILABLE);

		assertThat(stale.status()).isEqualTo(200);
		assertThat(stale.cache()).isEqualTo("STALE");
		assertThat(stale.header("Cache-Status")).isEqualTo("Freshet; hit; ttl=60; detail=unjudged");
		assertThat(stale.header("Age")).isEqualTo("0");
		assertThat(stale.text()).isEqualTo(miss.text());
		assertThat(stale.lastingHeaders()).isEqualTo(miss.lastingHeaders());

		findTheLedger();
		Answer hit = get(AVAILABLE);

		assertSame(hit, miss);
		assertThat(hit.header("Cache-Status")).isEqualTo("Freshet; hit; ttl=60");
	}

	@Test
	void answerThatReplacesWhatNobodyCanJudgeDoesNotWaitForTheLedger() throws IOException {
		String target = "/things/available/replaced";
		things().on(target, this::count);
		get(target);
		loseTheLedger();
		answer(target, (ok) -> ok.header("Cache-Control", "no-store"));

		Answer replaced = get(target, "Cache-Control: no-cache");

		assertThat(replaced.text()).isEqualTo("call 2");
	}

	@Test
	void consistentRouteAsksTheHandler() throws IOException {
		things().on(CONSISTENT, this::count);
		Answer miss = get(CONSISTENT);

		loseTheLedger();
		Answer asked = get(CONSISTENT);

		assertThat(asked.cache()).isEqualTo("MISS");
		assertThat(asked.text()).isNotEqualTo(miss.text());
	}

	private void loseTheLedger() {
		postgres.pause();
		Awaitility.await().atMost(PATIENCE).until(() -> !this.ledger.view().isCurrent());
	}

	private void findTheLedger() {
		postgres.resume();
		Awaitility.await().atMost(PATIENCE).until(() -> this.ledger.view().isCurrent());
	}

}
