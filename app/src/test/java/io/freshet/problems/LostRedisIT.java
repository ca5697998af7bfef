package io.freshet.problems;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.freshet.Instance;
import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.RealServers;
import io.freshet.caching.testing.RedisServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an instance says of its health while Redis is away, and after.
 */
class LostRedisIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void isDegradedAndReadyWithoutRedisAndWellAgainWithIt() {
		PostgresServer postgres = PostgresServer.shared();
		RedisServer redis = RedisServer.fresh();
		Map<String, String> servers = new HashMap<>(RealServers.properties(postgres, postgres.newDatabase()));
		servers.putAll(RealServers.properties(redis, 0));
		try (redis; Instance instance = Instance.start(servers)) {
			await().atMost(PATIENCE).untilAsserted(() -> isIn("healthy", instance));

			redis.kill();

			await().atMost(PATIENCE).untilAsserted(() -> isIn("degraded", instance));
			assertThat(instance.get("/health").body()).contains("\"sharedTierReached\":false");
			assertThat(instance.get("/api/v1/tags?size=2").statusCode()).as("requests are answered").isEqualTo(200);

			redis.start();

			await().atMost(PATIENCE).untilAsserted(() -> isIn("healthy", instance));
		}
	}

	/** Up, alive and ready it is all the time. */
	private static void isIn(String state, Instance instance) {
		assertThat(instance.get("/health/readiness").statusCode()).as("ready").isEqualTo(200);
		assertThat(instance.get("/health/liveness").statusCode()).as("alive").isEqualTo(200);
		var health = instance.get("/health");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(health.body()).startsWith("{").contains("\"state\":\"" + state + "\"");
	}

}
