package io.freshet.dashboard;

import java.util.Map;
import java.util.regex.Pattern;

import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.RealServers;
import io.freshet.caching.testing.RedisServer;
import io.freshet.dashboard.Chromium.Look;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page says while Redis is away, and after.
 */
@DirtiesContext
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DashboardLostRedisIT {

	private static final RedisServer redis = RedisServer.fresh();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		PostgresServer postgres = PostgresServer.shared();
		Map<String, String> database = RealServers.properties(postgres, postgres.newDatabase());
		database.forEach((name, value) -> registry.add(name, () -> value));
		RealServers.properties(redis, 0).forEach((name, value) -> registry.add(name, () -> value));
	}

	@AfterAll
	static void stopServer() {
		redis.close();
	}

	@Test
	void saysThatRedisIsAwaySinceWhenAndThatItIsBack() {
		try (Chromium chromium = Chromium.start(); AdminPage page = chromium.window(this.port, Look.LIGHT)) {
			page.signIn("admin");
			assertThat(page.find("#status")).hasAttribute("data-level", "good");
			assertThat(page.find("#servers")).containsText(Pattern.compile("Redis\\s*answers"));

			redis.kill();

			assertThat(page.headline())
				.containsText(Pattern.compile("Redis is away since \\d\\d:\\d\\d; memory and database answer\\."));
			assertThat(page.find("#status")).hasAttribute("data-level", "warn");
			assertThat(page.find("#servers")).containsText(Pattern.compile("Redis\\s*away"));
			assertThat(Axe.violations(page)).isEmpty();
			page.keepScreenshot("redis-away");

			redis.start();

			assertThat(page.headline()).not().containsText("Redis is");
			assertThat(page.find("#status")).hasAttribute("data-level", "good");
			assertThat(page.complaints()).isEmpty();
		}
	}

}
