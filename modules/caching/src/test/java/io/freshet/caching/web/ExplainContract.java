package io.freshet.caching.web;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheTag;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.PurgeReport;
import io.freshet.caching.administration.ResponseSelection;
import io.freshet.caching.administration.ResponseAdministration;
import io.freshet.caching.administration.ResponseExplanation;
import io.freshet.caching.administration.ResponseExplanation.Stored;
import io.freshet.caching.administration.ResponseQuery;
import io.freshet.caching.administration.Verdict;
import io.freshet.caching.administration.WarmReport;
import io.freshet.caching.metrics.CacheCounts;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** What administrators ask for. */
abstract class ExplainContract extends Scene {

	@Autowired
	private ResponseAdministration administration;

	@Autowired
	private CacheAdministration caches;

	@Test
	void foretellsWhatCacheStatusSays() throws IOException {
		answer((response) -> response.header("Vary", "X-Kind"));

		foretold(path());
		get(path());
		foretold(path());
		foretold(path(), "X-Kind: other");
		foretold(path(), "Cache-Control: no-cache");
		foretold(path(), "Cache-Control: only-if-cached", "X-Kind: unseen");
		foretold(path(), "Authorization: Bearer x");
		foretold(path(), "Cookie: a=b");
		clock().advance(Duration.ofSeconds(20));
		foretold(path());
		clock().advance(Duration.ofSeconds(50));
		foretold(path());
	}

	private void foretold(String target, String... headers) throws IOException {
		ResponseExplanation explained = explain(target, headers);

		Answer answer = get(target, headers);

		assertThat(answer.cache()).as(explained.toString()).isEqualTo(explained.outcome().cache());
		assertThat(answer.header("Cache-Status").replace("; stored", "")).isEqualTo(explained.outcome().cacheStatus());
	}

	@Test
	void tellsWhatIsStoredAndWhy() throws IOException {
		things().on(path(), (request) -> CacheDependencies.on(CacheTag.of("thing", 7))
			.then(ServerResponse.ok().header("Vary", "X-Kind").header("Cache-Control", "max-age=9").bodyValue("abc")));
		get(path() + "?page=2&other=1", "X-Kind: a");
		get(path() + "?page=2", "X-Kind: b");

		ResponseExplanation explained = explain(path() + "?other=3&page=2", "X-Kind: b");

		assertThat(explained.route()).isNotNull();
		assertThat(explained.route().pattern()).isEqualTo("/things/**");
		assertThat(explained.route().ttl()).isEqualTo(Duration.ofMinutes(1));
		assertThat(explained.key()).isNotNull();
		assertThat(explained.key().text()).isEqualTo("responses:GET http://localhost" + path() + "?page=2");
		assertThat(explained.key().query()).isEqualTo(Map.of("page", List.of("2")));
		assertThat(explained.outcome().decision()).isEqualTo("serve");
		assertThat(explained.stored()).hasSize(2).allSatisfy((stored) -> {
			assertThat(stored.verdict()).isEqualTo(Verdict.VALID);
			assertThat(stored.tiers()).contains("near");
			assertThat(stored.status()).isEqualTo(200);
			assertThat(stored.length()).isEqualTo(3);
			assertThat(stored.tags()).contains("thing:7", "uri:http://localhost" + path());
			assertThat(stored.directives()).containsEntry("Cache-Control", List.of("max-age=9"));
			assertThat(stored.freshness().lifetime()).isEqualTo(Duration.ofMinutes(1));
		});
		assertThat(explained.stored().stream().filter(Stored::selected).map(Stored::selecting))
			.containsExactly(Map.of("x-kind", "b"));
	}

	@Test
	void tellsThatWhatIsStoredWasInvalidated() throws IOException {
		things().on(path(), (request) -> CacheDependencies.on(CacheTag.of("gone", 1)).then(count(request)));
		get(path());
		invalidator().invalidate(CacheTag.of("gone", 1)).block(PATIENCE);

		ResponseExplanation explained = explain(path());

		assertThat(explained.outcome().reason()).isEqualTo("uri-miss");
		assertThat(explained.stored()).isNotEmpty()
			.allSatisfy((stored) -> assertThat(stored.verdict()).isEqualTo(Verdict.INVALIDATED))
			.noneMatch(Stored::selected);
	}

	@Test
	void tellsEachPrincipalOfItsOwn() throws IOException {
		String target = path("mine");
		answer(target, (response) -> response);
		get(target, "X-User: anna");

		ResponseExplanation own = explainAs("anna", target);
		ResponseExplanation others = explainAs("bert", target);
		ResponseExplanation nobodys = explain(target);

		assertThat(own.outcome().decision()).isEqualTo("serve");
		assertThat(own.stored()).singleElement().satisfies((stored) -> assertThat(stored.selected()).isTrue());
		assertThat(others.outcome().reason()).isEqualTo("uri-miss");
		assertThat(others.stored()).isEmpty();
		assertThat(nobodys.outcome().cache()).isEqualTo("BYPASS");
		assertThat(nobodys.stored()).isEmpty();
		assertThat(get(target, "X-User: anna").header("Cache-Status")).isEqualTo(own.outcome().cacheStatus());
		assertThat(get(target, "X-User: bert").header("Cache-Status")).startsWith(others.outcome().cacheStatus());
		assertThat(get(target).header("Cache-Status")).isEqualTo(nobodys.outcome().cacheStatus());
	}

	@Test
	void foretellsWhatAnOriginsFieldsComeTo() throws IOException {
		String target = path("standard");
		answer(target, (response) -> response.header("Cache-Control", "max-age=30, stale-while-revalidate=30"));

		foretold(target);
		get(target);
		foretold(target);
		foretold(target, "Cookie: a=b");
		foretold(target, "Cache-Control: max-age=0");
		foretold(target + "?page=1", "Cache-Control: only-if-cached");
		clock().advance(Duration.ofSeconds(20));
		foretold(target);
		foretold(target, "Cache-Control: min-fresh=60");
	}

	@Test
	void tellsTheDirectivesThatAnOriginIsFollowedBy() throws IOException {
		String target = path("standard");
		answer(target, (response) -> response.header("Cache-Control", "max-age=30").header("Vary", "X-Kind"));
		get(target, "X-Kind: a");

		ResponseExplanation explained = explain(target, "X-Kind: b");

		assertThat(explained.outcome().reason()).isEqualTo("vary-miss");
		assertThat(explained.stored()).singleElement().satisfies((stored) -> {
			assertThat(stored.selected()).isFalse();
			assertThat(stored.directives()).containsEntry("Cache-Control", List.of("max-age=30"));
			assertThat(stored.freshness().lifetime()).isEqualTo(Duration.ofSeconds(30));
		});
	}

	@Test
	void neitherAsksTheHandlerNorCounts() throws IOException {
		answer((response) -> response);
		get(path());
		int passed = things().passed();
		List<List<Object>> before = counted();

		explain(path());
		explain(path() + "/other");

		assertThat(things().passed()).isEqualTo(passed);
		assertThat(counted()).isEqualTo(before);
	}

	/** What is counted of requests, and nothing that goes on behind them. */
	private List<List<Object>> counted() {
		return this.caches.report().block(PATIENCE).caches().stream().map((cache) -> {
			CacheCounts counts = cache.counts();
			return List.<Object>of(cache.name(), counts.hits(), counts.misses(), counts.bypasses(), counts.loads(),
					counts.failedLoads(), counts.coalesced(), counts.near().hits(), counts.near().misses(),
					counts.shared().hits(), counts.shared().misses());
		}).toList();
	}

	@Test
	void tellsThatNoRouteMatchesOrThatThePathIsExcluded() {
		assertThat(explain("/elsewhere").outcome().reason()).isEqualTo("no route matches");
		assertThat(explain("/things/excluded/a").outcome().reason()).isEqualTo("excluded");
		assertThat(explain("/elsewhere").key()).isNull();
	}

	@Test
	void purgesOneUriInAllVariants() throws IOException {
		answer((response) -> response.header("Vary", "X-Kind"));
		get(path() + "?page=1", "X-Kind: a", "Accept: text/plain");
		get(path() + "?page=1", "X-Kind: b");
		get(path() + "?page=10", "X-Kind: a");

		PurgeReport purged = purge(new ResponseSelection.Url(uri(path() + "?page=1&other=x")));

		assertThat(purged.entries()).isEqualTo(4);
		assertThat(get(path() + "?page=1", "X-Kind: a", "Accept: text/plain").cache()).isEqualTo("MISS");
		assertThat(get(path() + "?page=1", "X-Kind: b").cache()).isEqualTo("MISS");
		assertThat(get(path() + "?page=10", "X-Kind: a").cache()).isEqualTo("HIT");
	}

	@Test
	void purgesByTagByGroupAndByLabel() throws IOException {
		things().on(path(),
				(request) -> CacheDependencies.on(CacheTag.of("purged", 1))
					.then(ServerResponse.ok()
						.header("Cache-Groups", "\"scripts\"")
						.header("Surrogate-Key", "front page")
						.bodyValue("call " + nextCall())));
		for (ResponseSelection target : List.of(new ResponseSelection.Tag(CacheTag.of("purged", 1)),
				new ResponseSelection.Group("http://localhost", "scripts"),
				new ResponseSelection.SurrogateKey("page"))) {
			assertThat(get(path()).cache()).as(target.toString()).isEqualTo("MISS");
			// What is loaded right after a purge may carry a stamp that has not seen it
			// yet.
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(path()).cache()).isEqualTo("HIT"));

			assertThat(purge(target).entries()).as(target.toString()).isEqualTo(1);
		}
		assertThat(get(path()).cache()).isEqualTo("MISS");
	}

	@Test
	void purgedWhileTheHandlerWorksIsNotStored() throws IOException {
		things().on(path(),
				(request) -> this.administration.purge(new ResponseSelection.Url(uri(path()))).then(count(request)));

		assertNeverKept();
	}

	@Test
	void purgesNothingWhereNothingIsStored() {
		assertThat(this.administration.purge(new ResponseSelection.Url(uri("/elsewhere"))).block(PATIENCE)).isNull();
	}

	@Test
	void warmsWithoutTheContextOfWhoAsksForIt() throws IOException {
		things().on(path(), (request) -> Mono.deferContextual((context) -> ServerResponse.ok()
			.bodyValue("credentials: " + context.getOrDefault("credentials", "none"))));
		things().on(path() + "/private",
				(request) -> ServerResponse.ok().header("Cache-Control", "private").bodyValue("x"));
		things().on(path() + "/failing", (request) -> Mono.error(new IllegalStateException("broken")));

		List<WarmReport> warmed = this.administration
			.warm(List.of(ResponseQuery.get(uri(path())), ResponseQuery.get(uri(path() + "/private")),
					ResponseQuery.get(uri(path() + "/failing")), ResponseQuery.get(uri(path() + "/missing"))))
			.contextWrite((context) -> context.put("credentials", "of an administrator"))
			.block(PATIENCE);
		Answer answer = get(path());

		assertThat(warmed).extracting(WarmReport::status).containsExactly(200, 200, 500, 404);
		assertThat(warmed).extracting(WarmReport::stored).containsExactly(true, false, false, true);
		assertThat(answer.cache()).isEqualTo("HIT");
		assertThat(answer.text()).isEqualTo("credentials: none");
	}

	@Test
	void renewsWhatIsStoredByTagByGroupAndByLabel() throws IOException {
		things().on(path(),
				(request) -> CacheDependencies.on(CacheTag.of("renewed", 1))
					.then(ServerResponse.ok()
						.header("Cache-Groups", "\"renewed\"")
						.header("Surrogate-Key", "renewed")
						.header("Vary", "X-Kind")
						.bodyValue("call " + nextCall())));
		answer(path() + "/other", (response) -> response);
		get(path() + "?page=1", "X-Kind: a");
		get(path() + "?page=1", "Accept: text/plain");
		get(path() + "?page=%C3%A9+%26");
		get(path() + "/other");
		assertThat(calls()).isEqualTo(4);
		int call = 4;

		for (ResponseSelection selection : List.of(new ResponseSelection.Tag(CacheTag.of("renewed", 1)),
				new ResponseSelection.Group("http://localhost", "renewed"),
				new ResponseSelection.SurrogateKey("renewed"))) {
			List<WarmReport> renewed = this.administration.renew(selection, Map.of()).block(PATIENCE);

			assertThat(renewed).extracting(WarmReport::uri)
				.containsExactlyInAnyOrder(uri(path() + "?page=1"), uri(path() + "?page=%C3%A9+%26"));
			assertThat(renewed).allMatch(WarmReport::stored);
			call += 2;
			assertThat(calls()).as("each URI once").isEqualTo(call);
		}
		assertThat(get(path() + "?page=1").cache()).isEqualTo("HIT");
		assertThat(get(path() + "?page=%C3%A9+%26").cache()).isEqualTo("HIT");
		assertThat(calls()).isEqualTo(call);
	}

	@Test
	void renewsNothingThatIsNotStoredOrOfOnePrincipal() throws IOException {
		things().on(path("mine"), (request) -> CacheDependencies.on(CacheTag.of("renewed", 2)).then(count(request)));
		get(path("mine"), "X-User: alice");

		assertThat(this.administration.renew(new ResponseSelection.Tag(CacheTag.of("renewed", 2)), Map.of())
			.block(PATIENCE)).isEmpty();
		assertThat(this.administration.renew(new ResponseSelection.SurrogateKey("unknown"), Map.of()).block(PATIENCE))
			.isEmpty();
		assertThat(calls()).isEqualTo(1);
	}

	private ResponseExplanation explain(String target, String... headers) {
		return explainAs(null, target, headers);
	}

	private ResponseExplanation explainAs(@Nullable String principal, String target, String... headers) {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		for (String header : headers) {
			int colon = header.indexOf(':');
			fields.put(header.substring(0, colon), List.of(header.substring(colon + 1).strip()));
		}
		ResponseExplanation explained = this.administration
			.explain(new ResponseQuery("GET", uri(target), fields, principal))
			.block(PATIENCE);
		assertThat(explained).isNotNull();
		return explained;
	}

	private PurgeReport purge(ResponseSelection target) {
		PurgeReport report = this.administration.purge(target).block(PATIENCE);
		assertThat(report).isNotNull();
		return report;
	}

	/** What the wire client names in Host. */
	private static URI uri(String target) {
		return URI.create("http://localhost" + target);
	}

}
