package io.freshet.caching.announcement;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheTag;
import io.freshet.caching.announcement.Cdn.Mood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An application behind a CDN. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "freshet.caching.http.routes[0].pattern=/things/**", "freshet.caching.announce.header=X-Key",
				"freshet.caching.announce.headers.X-Secret=s3cret", "freshet.caching.announce.backoff=20ms",
				"freshet.caching.announce.max-backoff=50ms", "freshet.caching.announce.timeout=200ms",
				"freshet.caching.announce.attempts=1000",
				"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
						+ "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration,"
						+ "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration,"
						+ "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration" })
class AnnouncedResponsesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Cdn CDN = new Cdn();

	@LocalServerPort
	private int port;

	@Autowired
	private CacheInvalidator invalidator;

	@DynamicPropertySource
	static void announceToTheCdn(DynamicPropertyRegistry registry) {
		registry.add("freshet.caching.announce.url", CDN::url);
	}

	@AfterAll
	static void stop() {
		CDN.close();
	}

	@BeforeEach
	void isWell() {
		CDN.is(Mood.WELL);
	}

	@Test
	void carryTheKeysThatAreAnnounced() {
		HttpHeaders miss = get("/things/1");
		HttpHeaders hit = get("/things/1");

		this.invalidator.invalidate(CacheTag.of("thing", "/things/1")).block(PATIENCE);

		assertThat(miss.getFirst("X-Cache")).isEqualTo("MISS");
		assertThat(hit.getFirst("X-Cache")).isEqualTo("HIT");
		assertThat(keys(miss)).contains("thing:/things/1", "front", "freshet:all", uri("/things/1"));
		assertThat(keys(hit)).containsExactlyInAnyOrder(keys(miss));
		await().atMost(PATIENCE).until(() -> CDN.keys().contains("thing:/things/1"));
		assertThat(CDN.told()).allMatch((told) -> told.secret().equals("s3cret"));
	}

	@Test
	void carryTheKeyOfManyWhereTheirTagsDoNotFit() {
		String tag = "thing:/things/many" + "x".repeat(100);
		assertThat(keys(get("/things/many"))).containsExactly("freshet:many", "freshet:all");

		this.invalidator.invalidate(new CacheTag(tag)).block(PATIENCE);

		await().atMost(PATIENCE).until(() -> CDN.keys().contains(tag) && CDN.keys().contains("freshet:many"));
	}

	@Test
	void carryThemAndNothingElseIfTheyAreNotKept() {
		HttpHeaders passed = get("/things/3", "no-store");

		assertThat(passed.getFirst("X-Cache")).isEqualTo("BYPASS");
		assertThat(keys(passed)).contains("thing:/things/3", "front", "freshet:all", uri("/things/3"));
		assertThat(passed.get("Surrogate-Key")).isNull();
	}

	@Test
	void areInvalidatedByAnUnsafeMethodWhoseAnswerDoesNotWaitForTheCdn() {
		CDN.is(Mood.SILENT);

		WebClient.create().post().uri(url("/things/2")).retrieve().toBodilessEntity().block(PATIENCE);

		assertThat(CDN.keys()).doesNotContain(uri("/things/2"));
		CDN.is(Mood.WELL);
		await().atMost(PATIENCE).until(() -> CDN.keys().contains(uri("/things/2")));
	}

	private HttpHeaders get(String path) {
		return get(path, "max-stale=0");
	}

	private HttpHeaders get(String path, String cacheControl) {
		return WebClient.create()
			.get()
			.uri(url(path))
			.header("Cache-Control", cacheControl)
			.retrieve()
			.toBodilessEntity()
			.blockOptional(PATIENCE)
			.orElseThrow()
			.getHeaders();
	}

	private static String[] keys(HttpHeaders headers) {
		return String.valueOf(headers.getFirst("X-Key")).split(" ");
	}

	private String url(String path) {
		return "http://localhost:" + this.port + path;
	}

	private String uri(String path) {
		return "uri:" + url(path);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@Bean
		RouterFunction<ServerResponse> things() {
			return RouterFunctions.route(RequestPredicates.path("/things/**"),
					(request) -> CacheDependencies.on(tags(request.path()))
						.then(ServerResponse.ok().header("Surrogate-Key", "front").bodyValue("thing")));
		}

		private static List<CacheTag> tags(String path) {
			return !path.endsWith("many") ? List.of(CacheTag.of("thing", path))
					: IntStream.range(0, 60).mapToObj((i) -> CacheTag.of("thing", path + "x".repeat(100 + i))).toList();
		}

	}

}
