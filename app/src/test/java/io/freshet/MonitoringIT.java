package io.freshet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an operator sees of the whole application on real servers.
 */
@Import(MonitoringIT.Spans.class)
@TestPropertySource(properties = "management.tracing.sampling.probability=1")
class MonitoringIT extends WholeApplication {

	private static final Pattern METRIC = Pattern.compile("\\b(?:freshet|cache|resilience4j)_[a-z0-9_]+\\b");

	/** Applications that announce to a CDN have these, see docs/metrics.md. */
	private static final Set<String> ELSEWHERE = Set.of("freshet_announcements_total", "freshet_announcements_queued");

	private static final String TRACED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	/** Not a bean, to which spans would be exported a second time. */
	private static final InMemorySpanExporter spans = InMemorySpanExporter.create();

	@Test
	void showsWhatTheDashboardAndTheAlertsAskFor() throws IOException {
		read("/api/v1/tags?size=4");
		read("/api/v1/tags?size=4");

		String metrics = text(read("/metrics"));

		assertThat(metricsAskedFor()).hasSizeGreaterThan(25)
			.allSatisfy((metric) -> assertThat(metrics).containsPattern("(?m)^" + metric + "[{ ]"));
	}

	@Test
	void tellsTheClientTheMeterAndTheTraceTheSame() {
		String uri = "/api/v1/tags?size=5";
		EntityExchangeResult<byte[]> miss = read(uri);
		readUntilKept(uri);
		EntityExchangeResult<byte[]> hit = asked(this.anybody.get().uri(uri).header("traceparent", TRACED));
		EntityExchangeResult<byte[]> bypass = asked(this.administrator.get().uri(uri));

		assertThat(List.of(miss, hit, bypass)).extracting(WholeApplication::cacheOf)
			.containsExactly("MISS", "HIT", "BYPASS");
		// A client has its answer before the server has done with the request.
		await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(statuses()).contains("miss uri-miss", "hit fresh", "bypass authorization");
			assertThat(text(read("/metrics")))
				.contains("freshet_responses_total{reason=\"authorization\",status=\"bypass\"}")
				.containsPattern("http_server_requests_seconds_count\\{[^}]*cache_status=\"hit\"");
		});
	}

	/**
	 * Prometheus knows one set of labels for a meter, and drops what comes with another.
	 */
	@Test
	void timesHitsInFrontAsRequests() {
		String uri = "/api/v1/tags?size=9";
		double before = requests();
		readUntilKept(uri);

		for (int i = 0; i < 10; i++) {
			assertThat(cacheOf(read(uri))).isEqualTo("HIT");
		}

		await().atMost(PATIENCE).untilAsserted(() -> assertThat(requests()).isEqualTo(before + 11));
		assertThat(requestLines().map((line) -> line.replaceAll("=\"[^\"]*\"", "").replaceAll(" .*", ""))).isNotEmpty()
			.containsOnly(requestLines().findFirst().orElseThrow().replaceAll("=\"[^\"]*\"", "").replaceAll(" .*", ""));
	}

	/** The count of hits, which no other test makes while this one runs. */
	private double requests() {
		return requestLines().filter((line) -> line.contains("cache_status=\"hit\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private Stream<String> requestLines() {
		return Stream.of(text(read("/metrics")).split("\n"))
			.filter((line) -> line.startsWith("http_server_requests_seconds_count{"));
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

		assertThat(read("/caches").getStatus().value()).isEqualTo(401);
		assertThat(asked(this.anybody.delete().uri("/caches/tag-lists")).getStatus().value()).isEqualTo(401);
		EntityExchangeResult<byte[]> list = asked(this.administrator.get().uri("/caches"));

		assertThat(text(list)).contains("\"cacheManager\"", "\"tag-lists\"", "\"posts\"");
	}

	@Test
	void clearsACacheAndWhatWasMadeOfIt() {
		String uri = "/api/v1/tags?size=8";
		readUntilKept(uri);
		double before = loads();

		EntityExchangeResult<byte[]> cleared = asked(this.administrator.delete().uri("/caches/tag-lists"));
		asked(this.administrator.delete().uri("/api/v1/cache/clear?pattern=responses:*"));
		read(uri);

		assertThat(cleared.getStatus().value()).isEqualTo(204);
		assertThat(loads()).as("the list was loaded again").isEqualTo(before + 1);
	}

	private double loads() {
		return Stream.of(text(read("/metrics")).split("\n"))
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

	private static Set<String> metricsAskedFor() throws IOException {
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

	private static EntityExchangeResult<byte[]> asked(RequestHeadersSpec<?> request) {
		return request.exchange().expectBody().returnResult();
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
