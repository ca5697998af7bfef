package io.freshet.caching.announcement;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/** An application whose CDN reads the very field that handlers write their labels to. */
@SpringBootTest(classes = AnnouncedResponsesTests.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "freshet.caching.http.routes[0].pattern=/things/**",
				"freshet.caching.announce.url=http://localhost:1", "freshet.caching.announce.header=Surrogate-Key",
				"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
						+ "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration,"
						+ "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration,"
						+ "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration" })
class AnnouncedInPlaceOfLabelsTests {

	@LocalServerPort
	private int port;

	@Test
	void responsesCarryTheKeysWhetherTheyAreKeptOrNot() {
		HttpHeaders passed = exchange(HttpMethod.GET, "no-store");
		HttpHeaders miss = exchange(HttpMethod.GET, "max-stale=0");
		HttpHeaders hit = exchange(HttpMethod.GET, "max-stale=0");

		assertThat(passed.getFirst("X-Cache")).isEqualTo("BYPASS");
		assertThat(hit.getFirst("X-Cache")).isEqualTo("HIT");
		assertThat(keys(passed)).contains("thing:/things/1", "front", "freshet:all");
		assertThat(keys(miss)).containsExactlyInAnyOrder(keys(passed));
		assertThat(keys(hit)).containsExactlyInAnyOrder(keys(passed));
	}

	@Test
	void answersToAChangeCarryNeitherKeysNorLabels() {
		HttpHeaders changed = exchange(HttpMethod.POST, "max-stale=0");

		assertThat(changed.getFirst("X-Cache")).isEqualTo("BYPASS");
		assertThat(changed.get("Surrogate-Key")).isNull();
	}

	private HttpHeaders exchange(HttpMethod method, String cacheControl) {
		return WebClient.create()
			.method(method)
			.uri("http://localhost:" + this.port + "/things/1")
			.header("Cache-Control", cacheControl)
			.retrieve()
			.toBodilessEntity()
			.blockOptional(Duration.ofSeconds(20))
			.orElseThrow()
			.getHeaders();
	}

	private static String[] keys(HttpHeaders headers) {
		return String.valueOf(headers.getFirst("Surrogate-Key")).split(" ");
	}

}
