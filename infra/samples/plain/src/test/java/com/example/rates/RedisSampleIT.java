package com.example.rates;

import java.time.Duration;

import io.freshet.caching.testing.RedisServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample with the profile that switches Redis on.
 */
@ActiveProfiles("redis")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "rates.delay=1ms")
class RedisSampleIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@LocalServerPort
	private int port;

	@Autowired
	private ReactiveStringRedisTemplate redis;

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry properties) {
		RedisServer server = RedisServer.shared();
		int database = server.newDatabase();
		properties.add("spring.data.redis.host", server::host);
		properties.add("spring.data.redis.port", server::port);
		properties.add("spring.data.redis.password", server::password);
		properties.add("spring.data.redis.database", () -> database);
	}

	@Test
	void keepsResponsesInRedisToo() {
		WebTestClient client = WebTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();

		// The connection is made behind the start, and so are entries put there.
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
			client.post().uri("/rates/JPY").contentType(MediaType.APPLICATION_JSON).bodyValue("161").exchange();
			client.get().uri("/rates/JPY").exchange().expectHeader().valueEquals("X-Cache", "MISS");
			client.get().uri("/rates/JPY").exchange().expectHeader().valueEquals("X-Cache", "HIT");

			assertThat(this.redis.keys("freshet:*").collectList().block(PATIENCE)).isNotEmpty();
		});
	}

	@Test
	void keepsRatesInRedisAsTheirCodecWritesThem() {
		WebTestClient client = WebTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();

		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
			client.post().uri("/rates/CHF").contentType(MediaType.APPLICATION_JSON).bodyValue("0.9876").exchange();

			assertThat(
					this.redis.keys("freshet:*e").flatMap(this.redis.opsForValue()::get).collectList().block(PATIENCE))
				.anySatisfy((entry) -> assertThat(entry).contains("CHF 0.9876 "));
		});
	}

}
