package io.freshet.problems;

import java.time.Duration;

import io.freshet.Instance;
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
		RedisServer redis = RedisServer.fresh();
		try (redis; Instance instance = Instance.start(Instance.newServers(redis, 0))) {
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
