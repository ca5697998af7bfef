package io.freshet;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An administrator looks at the caches of the whole application, and does something to
 * them.
 */
@TestPropertySource(properties = { "freshet.caching.administration.report-interval=500ms",
		"freshet.caching.administration.instance-name=first", "freshet.caching.administration.advice.enabled=true" })
class AdministrationIT extends WholeApplication {

	@Test
	void showsAllInstances() {
		read("/api/v1/tags?size=2");
		read("/api/v1/tags?size=2");

		await().atMost(PATIENCE)
			.untilAsserted(() -> get("/api/v1/cache/instances").jsonPath("$.complete")
				.isEqualTo(true)
				.jsonPath("$.cluster.instances")
				.isEqualTo(1)
				.jsonPath("$.cluster.responses.hit")
				.value(Integer.class, (hits) -> assertThat(hits).isPositive())
				.jsonPath("$.instances[0].name")
				.isEqualTo("first")
				.jsonPath("$.instances[0].self")
				.isEqualTo(true)
				.jsonPath("$.instances[0].stats.redis.reachable")
				.isEqualTo(true)
				.jsonPath("$.instances[0].stats.database.reachable")
				.isEqualTo(true)
				.jsonPath("$.instances[0].stats.database.connectionsMost")
				.isEqualTo(20));
	}

	@Test
	void streamsStatesAndWhatAdministratorsDo() {
		Flux<ServerSentEvent<Map<String, Object>>> events = this.administrator.get()
			.uri("/api/v1/cache/events?interval=1s")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("X-Accel-Buffering", "no")
			.expectHeader()
			.valueEquals("Cache-Control", "no-store")
			.returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {
			})
			.getResponseBody();

		StepVerifier.create(events.filter((event) -> event.event() != null))
			.assertNext((event) -> assertThat(event.event()).isEqualTo("instances"))
			.assertNext((event) -> assertThat(Objects.requireNonNull(event.data())).containsKeys("at", "cluster"))
			.then(() -> delete("/api/v1/cache/clear?pattern=nothing:*").expectStatus().isOk())
			.thenConsumeWhile((event) -> "instances".equals(event.event()))
			.assertNext((event) -> {
				assertThat(event.event()).isEqualTo("audit");
				assertThat(Objects.requireNonNull(event.data())).containsEntry("action", "clear")
					.containsEntry("target", "pattern=nothing:*")
					.containsEntry("principal", "admin");
			})
			.thenCancel()
			.verify(PATIENCE);
	}

	@Test
	void refusesAnIntervalThatIsNone() {
		for (String interval : List.of("0s", "61s", "1", "x", "1m")) {
			exchange("/api/v1/cache/events?interval=" + interval).expectStatus().isBadRequest();
		}
	}

	@Test
	void browsesEntriesAndRemovesOne() {
		read("/api/v1/tags?size=7");
		String query = "/api/v1/cache/entries?cache=responses&pattern=*size=7*";
		await().atMost(PATIENCE).untilAsserted(() -> get(query).jsonPath("$.entries.length()").isEqualTo(1));
		Map<?, ?> page = map(query);
		Map<?, ?> entry = (Map<?, ?>) ((List<?>) Objects.requireNonNull(page.get("entries"))).get(0);
		String path = "/api/v1/cache/entries/" + entry.get("id");

		get(path).jsonPath("$.key")
			.isEqualTo(String.valueOf(entry.get("key")))
			.jsonPath("$.copies.length()")
			.isEqualTo(2)
			.jsonPath("$.copies[0].verdict")
			.isEqualTo("valid")
			.jsonPath("$.preview.policy")
			.isEqualTo("shape")
			.jsonPath("$.preview.text")
			.value(String.class,
					(text) -> assertThat(text).startsWith("HTTP 200")
						.contains("Content-Type: application/json", "body(")
						.doesNotContain("\"items\""));
		get("/api/v1/cache/entries?tier=near&cache=responses&pattern=*size=7*").jsonPath("$.entries[0].id")
			.isEqualTo(String.valueOf(entry.get("id")));
		delete(path).expectStatus().isOk().expectBody().jsonPath("$.near").isEqualTo(true);

		exchange(path).expectStatus().isNotFound();
		delete(path).expectStatus().isNotFound();
		assertThat(cacheOf(read("/api/v1/tags?size=7"))).isEqualTo("MISS");
	}

	@Test
	void showsTheShapeOfAValue() {
		read("/api/v1/tags?size=4");
		String query = "/api/v1/cache/entries?cache=tag-lists";
		await().atMost(PATIENCE)
			.untilAsserted(() -> get(query).jsonPath("$.entries.length()")
				.value(Integer.class, (count) -> assertThat(count).isPositive()));
		Map<?, ?> entry = (Map<?, ?>) ((List<?>) Objects.requireNonNull(map(query).get("entries"))).get(0);

		get("/api/v1/cache/entries/" + entry.get("id")).jsonPath("$.preview.text")
			.value(String.class, (text) -> assertThat(text).contains("number").doesNotContain("\n"));
	}

	@Test
	void refusesWhatItDoesNotUnderstandOfEntries() {
		for (String query : List.of("cursor=x", "cursor=c2hhcmVkIDk5OjE", "tier=far", "limit=0", "limit=501", "tag=x",
				"patern=x")) {
			exchange("/api/v1/cache/entries?" + query).expectStatus().isBadRequest();
		}
	}

	@Test
	void tellsWhatClearingWouldTakeAndHowFarItIs() {
		read("/api/v1/tags?size=9");

		await().atMost(PATIENCE)
			.untilAsserted(() -> delete("/api/v1/cache/clear?dryRun=true&pattern=*size=9*").expectBody()
				.jsonPath("$.entries")
				.isEqualTo(1)
				.jsonPath("$.caches.responses")
				.isEqualTo(1)
				.jsonPath("$.shared")
				.isEqualTo(1)
				.jsonPath("$.sample[0]")
				.value(String.class, (key) -> assertThat(key).contains("size=9")));
		String events = this.administrator.delete()
			.uri("/api/v1/cache/clear?pattern=*size=9*")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();

		assertThat(events).contains("event:progress", "event:done", "\"entries\":1");
		assertThat(cacheOf(read("/api/v1/tags?size=9"))).isEqualTo("MISS");
	}

	@Test
	void remembersWhoDidWhat() {
		delete("/api/v1/cache/clear?pattern=remembered:*").expectStatus().isOk();
		delete("/api/v1/cache/clear?patern=remembered:*").expectStatus().isBadRequest();

		get("/api/v1/cache/audit?limit=2").jsonPath("$.entries[0].outcome")
			.isEqualTo("refused")
			.jsonPath("$.entries[1].outcome")
			.isEqualTo("done")
			.jsonPath("$.entries[1].target")
			.isEqualTo("pattern=remembered:*")
			.jsonPath("$.entries[1].principal")
			.isEqualTo("admin")
			.jsonPath("$.entries[1].instance")
			.isEqualTo("first")
			.jsonPath("$.entries[1].entries")
			.isEqualTo(0);
		int next = (Integer) Objects.requireNonNull(map("/api/v1/cache/audit?limit=1").get("next"));
		get("/api/v1/cache/audit?limit=1&before=" + next).jsonPath("$.entries[0].id")
			.value(Integer.class, (id) -> assertThat(id).isLessThan(next));
	}

	@Test
	void advises() {
		for (int i = 0; i < 5; i++) {
			read("/api/v1/tags?size=11");
		}

		get("/api/v1/cache/advice?nearSize=1MB&ttl=PT1H").jsonPath("$.enabled")
			.isEqualTo(true)
			.jsonPath("$.caches[?(@.name == 'responses')].sizes.length()")
			.isEqualTo(5)
			.jsonPath("$.caches[?(@.name == 'responses')].lifetimes.length()")
			.isEqualTo(5)
			.jsonPath("$.caches[?(@.name == 'responses')].whatIfNearSize.bytes")
			.isEqualTo(1_048_576)
			.jsonPath("$.caches[?(@.name == 'responses')].whatIfTtl.ttl")
			.isEqualTo("PT1H");
		for (String query : List.of("nearSize=0MB", "nearSize=x", "ttl=PT0S", "ttl=5m", "size=1MB")) {
			exchange("/api/v1/cache/advice?" + query).expectStatus().isBadRequest();
		}
	}

	@Test
	void switchesARouteOffAndOn() {
		readUntilKept("/api/v1/posts?size=3");
		List<?> routes = Objects
			.requireNonNull(exchange("/api/v1/cache/routes").expectBody(List.class).returnResult().getResponseBody());
		Map<?, ?> posts = (Map<?, ?>) routes.get(0);
		assertThat(posts.get("pattern")).isEqualTo("/api/v1/posts/**");

		patch("/api/v1/cache/routes/" + posts.get("id"), "{\"enabled\": false}").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.enabled")
			.isEqualTo(false);
		assertThat(cacheOf(read("/api/v1/posts?size=3"))).isEqualTo("BYPASS");
		readUntilKept("/api/v1/tags?size=5");
		get("/api/v1/cache/caches").jsonPath("$[?(@.name == '" + posts.get("id") + "')]").isEmpty();
		patch("/api/v1/cache/routes/" + posts.get("id"), "{\"enabled\": null}").expectStatus().isOk();

		assertThat(cacheOf(read("/api/v1/posts?size=3"))).isEqualTo("HIT");
		patch("/api/v1/cache/routes/route-0", "{\"enabled\": null}").expectStatus().isNotFound();
	}

	private Map<?, ?> map(String path) {
		return Objects.requireNonNull(exchange(path).expectBody(Map.class).returnResult().getResponseBody());
	}

	private BodyContentSpec get(String path) {
		return exchange(path).expectStatus().isOk().expectBody();
	}

	private ResponseSpec exchange(String path) {
		return this.administrator.get().uri(path).exchange();
	}

	private ResponseSpec delete(String path) {
		return this.administrator.delete().uri(path).exchange();
	}

}
