package io.freshet.dashboard;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import io.freshet.Instance;
import io.freshet.caching.CacheKey;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.Selection;
import io.freshet.caching.testing.Behaviour;
import io.freshet.caching.testing.Proxy;
import io.freshet.caching.testing.RedisServer;
import io.freshet.dashboard.Chromium.Look;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Somebody begins to clear many entries, over a slow network to Redis, and stops it.
 */
class DashboardStopIT {

	private static final int ENTRIES = 6_000;

	/** Entries that one step looks at. */
	private static final int STEP = 500;

	private static final Pattern GONE = Pattern
		.compile("Stopped when ([\\d,]+) entr(?:y was|ies were) cleared\\. The others are not served any more.*");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration SLOW = Duration.ofMillis(100);

	@Test
	void stopsAndSaysHowManyWentAndSoDoesTheTrail() {
		RedisServer redis = RedisServer.shared();
		try (Proxy network = Proxy.to(redis.port());
				Instance instance = start(redis, network);
				Chromium chromium = Chromium.start();
				AdminPage page = chromium.window(instance.port(), Look.LIGHT)) {
			fill(instance);
			page.signIn("admin");
			page.view("Clear");
			page.find("#clear-value").fill("many:*");
			page.button("Count what would go").click();
			Locator title = page.find("#clear-dialog-title");
			assertThat(title).hasText(Pattern.compile("Clear [\\d,]+ entries\\?"));
			int counted = number(title.textContent().replaceAll("[^\\d]", ""));
			assertThat(counted).as("far more than one step takes").isGreaterThanOrEqualTo(ENTRIES);
			network.behave(Behaviour.delaying(SLOW, SLOW));

			page.find("#clear-confirm").click();
			// Some thousands: that is more than the memory of this instance holds.
			assertThat(page.find("#clear-bar-label")).hasText(Pattern.compile("\\d+,\\d+ entries gone"));
			page.keepScreenshot("clear-progress");
			page.button("Stop").click();

			Locator result = page.find("#clear-result");
			assertThat(result).hasText(GONE);
			Matcher gone = GONE.matcher(result.textContent());
			assertThat(gone.matches()).isTrue();
			assertThat(number(gone.group(1))).isBetween(2 * STEP, counted - 1);
			page.keepScreenshot("clear-stopped");
			assertThat(Axe.violations(page)).isEmpty();
			page.view("Audit");
			Locator line = page.find("#audit-list tbody tr").first();
			assertThat(line).containsText("pattern=many:*");
			assertThat(line).containsText("cancelled");
			assertThat(line.locator("td.number")).hasText(gone.group(1).replace(",", ""));
			network.behave(Behaviour.forwarding());
			page.view("Clear");
			page.button("Count what would go").click();
			assertThat(title).hasText(Pattern.compile("Clear [\\d,]+ entries\\?"));
			assertThat(page.complaints()).isEmpty();
		}
	}

	/**
	 * Little goes into memory, from where it would all go at once; and what is slow is
	 * not taken for lost.
	 */
	private static Instance start(RedisServer redis, Proxy network) {
		Map<String, String> servers = Instance.newServers(redis, redis.newDatabase());
		servers.put("spring.data.redis.port", String.valueOf(network.port()));
		servers.put("spring.data.redis.timeout", "10s");
		return Instance.start(servers, "freshet.caching.near.max-size=64KB", "freshet.caching.shared.timeout=5s",
				"freshet.caching.shared.request-budget=10s", "freshet.caching.shared.dead-after=20s",
				"freshet.caching.shared.breaker.slow-call=20s");
	}

	/** Redis is filled in the background, and not when there is too much of that. */
	private static void fill(Instance instance) {
		ReactiveCache<String> cache = instance.bean(ReactiveCacheManager.class).cache("many", String.class);
		CacheAdministration administration = instance.bean(CacheAdministration.class);
		for (int put = STEP; put <= ENTRIES; put += STEP) {
			int enough = put;
			Flux.range(put - STEP, STEP)
				.concatMap((number) -> cache.put(CacheKey.of("key-" + number), "value " + number))
				.blockLast(PATIENCE);
			await().atMost(PATIENCE)
				.until(() -> Objects.requireNonNull(administration.preview(Selection.ALL).block(PATIENCE))
					.shared() >= enough);
		}
	}

	private static int number(String text) {
		return Integer.parseInt(text.replace(",", ""));
	}

}
