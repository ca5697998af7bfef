package io.freshet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.freshet.caching.testing.WithRealServers;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an operator sees of the whole application on real servers.
 */
@WithRealServers
@AutoConfigureWebTestClient(timeout = "30s")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "management.tracing.sampling.probability=1")
class MonitoringIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Pattern METRIC = Pattern.compile("\\b(?:freshet|cache|resilience4j)_[a-z0-9_]+\\b");

	/** Applications that announce to a CDN have these, see docs/metrics.md. */
	private static final Set<String> ELSEWHERE = Set.of("freshet_announcements_total", "freshet_announcements_queued");

	/** Not a bean, to which spans would be exported a second time. */
	private static final InMemorySpanExporter spans = InMemorySpanExporter.create();

	@Autowired
	private WebTestClient client;

	private String token = "";

	@BeforeEach
	void logIn() {
		Map<?, ?> answer = this.client.post()
			.uri("/api/v1/auth/token")
			.bodyValue(Map.of("username", "admin", "password", "admin"))
			.exchange()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		this.token = String.valueOf(Objects.requireNonNull(answer).get("access_token"));
	}

	@Test
	void showsWhatTheDashboardAndTheAlertsAskFor() throws IOException {
		read("/api/v1/tags?size=4");
		read("/api/v1/tags?size=4");

		String metrics = read("/metrics");

		assertThat(asked()).hasSizeGreaterThan(25)
			.allSatisfy((metric) -> assertThat(metrics).containsPattern("(?m)^" + metric + "[{ ]"));
	}

	@Test
	void tellsTheClientTheMeterAndTheTraceTheSame() {
		String uri = "/api/v1/tags?size=5";
		EntityExchangeResult<byte[]> miss = exchange(HttpMethod.GET, uri, "");
		EntityExchangeResult<byte[]> hit = exchange(HttpMethod.GET, uri, "");
		EntityExchangeResult<byte[]> bypass = exchange(HttpMethod.GET, uri, this.token);

		assertThat(List.of(miss, hit, bypass)).extracting((result) -> result.getResponseHeaders().getFirst("X-Cache"))
			.containsExactly("MISS", "HIT", "BYPASS");
		// A client has its answer before the server has done with the request.
		await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(statuses()).contains("miss uri-miss", "hit fresh", "bypass authorization");
			assertThat(read("/metrics")).contains("freshet_responses_total{reason=\"authorization\",status=\"bypass\"}")
				.containsPattern("http_server_requests_seconds_count\\{[^}]*cache_status=\"hit\"");
		});
	}

	@Test
	void tracesAMissFromTheRequestToTheDatabase() {
		String uri = "/api/v1/tags?size=6";

		read(uri);

		await().atMost(PATIENCE).untilAsserted(() -> {
			SpanData load = lastLoadOfAList();
			List<SpanData> trace = spans.getFinishedSpanItems()
				.stream()
				.filter((span) -> span.getTraceId().equals(load.getTraceId()))
				.toList();
			assertThat(trace).extracting(SpanData::getName)
				.contains("freshet.cache.lookup responses", "freshet.cache.lookup tag-lists", "GETRANGE");
			assertThat(above(load, trace)).as("the load of the list is a part of the load of the response")
				.contains("freshet.cache.load responses");
		});
	}

	private static SpanData lastLoadOfAList() {
		List<SpanData> loads = spans.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getName().equals("freshet.cache.load tag-lists"))
			.toList();
		assertThat(loads).isNotEmpty();
		return loads.get(loads.size() - 1);
	}

	private static List<String> above(SpanData span, List<SpanData> trace) {
		return trace.stream()
			.filter((other) -> other.getSpanId().equals(span.getParentSpanId()))
			.flatMap((parent) -> Stream.concat(Stream.of(parent.getName()), above(parent, trace).stream()))
			.toList();
	}

	@Test
	void listsTheCachesForAdministratorsAlone() {
		read("/api/v1/tags?size=7");

		assertThat(exchange(HttpMethod.GET, "/caches", "").getStatus().value()).isEqualTo(401);
		assertThat(exchange(HttpMethod.DELETE, "/caches/tag-lists", "").getStatus().value()).isEqualTo(401);
		EntityExchangeResult<byte[]> list = exchange(HttpMethod.GET, "/caches", this.token);

		assertThat(text(list)).contains("\"cacheManager\"", "\"tag-lists\"", "\"posts\"");
	}

	@Test
	void clearsACacheAndWhatWasMadeOfIt() {
		String uri = "/api/v1/tags?size=8";
		read(uri);
		assertThat(exchange(HttpMethod.GET, uri, "").getResponseHeaders().getFirst("X-Cache")).isEqualTo("HIT");
		double before = loads();

		EntityExchangeResult<byte[]> cleared = exchange(HttpMethod.DELETE, "/caches/tag-lists", this.token);
		exchange(HttpMethod.DELETE, "/api/v1/cache/clear?pattern=responses:*", this.token);
		read(uri);

		assertThat(cleared.getStatus().value()).isEqualTo(204);
		assertThat(loads()).as("the list was loaded again").isEqualTo(before + 1);
	}

	private double loads() {
		return Stream.of(read("/metrics").split("\n"))
			.filter((line) -> line.startsWith("cache_load_total{cache=\"tag-lists\"") && line.contains("success"))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.findFirst()
			.orElse(0);
	}

	private Set<String> statuses() {
		return spans.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getAttributes()
				.asMap()
				.keySet()
				.stream()
				.anyMatch((key) -> key.getKey().equals("cache.status")))
			.map((span) -> attribute(span, "cache.status") + " " + attribute(span, "cache.reason"))
			.collect(Collectors.toSet());
	}

	private static String attribute(SpanData span, String name) {
		return span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().getKey().equals(name))
			.map((entry) -> String.valueOf(entry.getValue()))
			.findFirst()
			.orElse("");
	}

	private static Set<String> asked() throws IOException {
		Set<String> metrics = new TreeSet<>();
		for (String file : List.of("infra/prometheus/alerts.yml", "infra/grafana/dashboards/freshet.json")) {
			METRIC.matcher(Files.readString(Path.of("..", file)))
				.results()
				.map((match) -> match.group())
				.filter((metric) -> !metric.equals("cache_manager") && !ELSEWHERE.contains(metric))
				.forEach(metrics::add);
		}
		return metrics;
	}

	private String read(String uri) {
		return text(exchange(HttpMethod.GET, uri, ""));
	}

	private static String text(EntityExchangeResult<byte[]> result) {
		return new String(Objects.requireNonNull(result.getResponseBody()), StandardCharsets.UTF_8);
	}

	private EntityExchangeResult<byte[]> exchange(HttpMethod method, String uri, String bearer) {
		return this.client.method(method).uri(uri).headers((headers) -> {
			if (!bearer.isEmpty()) {
				headers.setBearerAuth(bearer);
			}
		}).exchange().expectBody().returnResult();
	}

	/** Keeps the spans here. */
	@TestConfiguration(proxyBeanMethods = false)
	static class Spans {

		@Bean
		SpanProcessor keepingSpanProcessor() {
			return SimpleSpanProcessor.create(spans);
		}

	}

}
