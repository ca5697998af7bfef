package io.freshet.monitoring;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import io.freshet.caching.testing.WithRealServers;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Prometheus reads the application with the configuration of this repository, and
 * is asked everything that the alerts and Grafana's dashboard ask it.
 */
@WithRealServers
@AutoConfigureWebTestClient(timeout = "30s")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "management.tracing.sampling.probability=1")
class PrometheusIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Path DASHBOARD = Path.of("..", "infra", "grafana", "dashboards", "freshet.json");

	private static final Path ALERTS = PrometheusServer.FOLDER.resolve("alerts.yml");

	private static final Path ALERTS_TESTS = PrometheusServer.FOLDER.resolve("alerts-tests.yml");

	/** Applications that announce to a CDN have these, see docs/metrics.md. */
	private static final String ELSEWHERE = "freshet_announcements_";

	/** A comparison lets nothing through while all is well. */
	private static final String COMPARISON = "\\s+(==|>|<)\\s+[\\d.]+";

	/** What has to be more than nothing with the traffic of this test. */
	private static final List<String> ALIVE = List.of("Hit ratio", "Hit ratio by cache", "Requests to caches",
			"Responses by X-Cache and reason", "Look-ups by tier", "Load time, 99th percentile", "Load time, mean",
			"Loads", "Memory", "Entries", "Ledger age", "Ledger age by instance", "Invalidations and hints",
			"Calls of Redis");

	@Autowired
	private WebTestClient client;

	@LocalServerPort
	private int port;

	@Test
	void understandsTheConfiguration() throws Exception {
		assertThat(PrometheusServer.promtool("check", "config", "prometheus.yml")).isEmpty();
	}

	@Test
	void firesEveryAlertWhenItIsTimeAndOnlyThen() throws Exception {
		assertThat(PrometheusServer.promtool("test", "rules", "alerts-tests.yml")).isEmpty();
		assertThat(tested(false)).as("tests of not firing").isEqualTo(new TreeSet<>(alerts().keySet()));
		assertThat(tested(true)).as("tests of firing").isEqualTo(new TreeSet<>(alerts().keySet()));
	}

	@Test
	void answersEverythingThatAlertsAndDashboardAsk() throws Exception {
		List<Asked> asked = new ArrayList<>(dashboard());
		alerts().forEach((name, expression) -> asked.add(new Asked(name, expression)));
		assertThat(asked).hasSizeGreaterThan(40);
		try (PrometheusServer prometheus = PrometheusServer.scraping(this.port)) {
			await().atMost(PATIENCE)
				.pollInterval(Duration.ofSeconds(1))
				.ignoreException(ConnectException.class)
				.untilAsserted(() -> {
					useTheCaches();
					assertThat(prometheus.scrapeError()).as("target").isEmpty();
					assertThat(lacking(asked, prometheus)).isEmpty();
				});
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(prometheus.rules()).hasSize(alerts().size())
					.allSatisfy((rule) -> assertThat(rule.path("health").asString()).isEqualTo("ok")));
		}
	}

	/** Returns what has no data; what is no expression is an error. */
	private static List<String> lacking(List<Asked> asked, PrometheusServer prometheus)
			throws IOException, InterruptedException {
		List<String> lacking = new ArrayList<>();
		for (Asked one : asked) {
			prometheus.query(one.expression());
			JsonNode samples = prometheus.query(one.expression().replaceAll(COMPARISON, ""));
			if (samples.isEmpty() && !one.expression().contains(ELSEWHERE)) {
				lacking.add(one + " has no data");
			}
		}
		for (String panel : ALIVE) {
			boolean alive = false;
			for (Asked one : asked) {
				alive |= one.name().equals(panel) && isPositive(prometheus.query(one.expression()));
			}
			if (!alive) {
				lacking.add(panel + " shows nothing");
			}
		}
		return lacking;
	}

	private static boolean isPositive(JsonNode samples) {
		return StreamSupport.stream(samples.spliterator(), false)
			.map((sample) -> sample.path("value").path(1).asString())
			.anyMatch((value) -> !value.equals("NaN") && Double.parseDouble(value) > 0);
	}

	private void useTheCaches() {
		String token = "Bearer " + Objects
			.requireNonNull(this.client.post()
				.uri("/api/v1/auth/token")
				.bodyValue(Map.of("username", "admin", "password", "admin"))
				.exchange()
				.expectBody(Map.class)
				.returnResult()
				.getResponseBody())
			.get("access_token");
		for (String uri : List.of("/api/v1/tags?size=3", "/api/v1/posts?size=3", "/api/v1/tags?size=3")) {
			this.client.get().uri(uri).exchange().expectStatus().isOk().expectBody();
		}
		this.client.get()
			.uri("/api/v1/tags")
			.header("Authorization", token)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody();
		this.client.post()
			.uri("/api/v1/posts")
			.header("Authorization", token)
			.bodyValue(Map.of("title", "Watched", "body", "by Prometheus", "tags", List.of()))
			.exchange()
			.expectStatus()
			.isCreated()
			.expectBody();
	}

	private static List<Asked> dashboard() throws IOException {
		JsonNode dashboard = JsonMapper.builder().build().readTree(Files.readString(DASHBOARD));
		List<Asked> asked = new ArrayList<>();
		for (JsonNode panel : dashboard.findParents("targets")) {
			for (JsonNode target : panel.path("targets")) {
				asked.add(new Asked(panel.path("title").asString(),
						target.path("expr")
							.asString()
							.replaceAll("\\$(instance|cache)", ".*")
							.replace("$__rate_interval", "1m")));
			}
		}
		return asked;
	}

	/** Returns the expressions of the alerts by their names. */
	private static Map<String, String> alerts() throws IOException {
		Map<String, String> alerts = new TreeMap<>();
		for (Map<String, Object> group : list(yaml(ALERTS).get("groups"))) {
			for (Map<String, Object> rule : list(group.get("rules"))) {
				alerts.put(String.valueOf(rule.get("alert")), String.valueOf(rule.get("expr")));
			}
		}
		return alerts;
	}

	/** Returns the alerts that are tested to fire, or not to fire. */
	private static Set<String> tested(boolean firing) throws IOException {
		Set<String> tested = new TreeSet<>();
		for (Map<String, Object> test : list(yaml(ALERTS_TESTS).get("tests"))) {
			for (Map<String, Object> alert : list(test.get("alert_rule_test"))) {
				if (list(alert.get("exp_alerts")).isEmpty() != firing) {
					tested.add(String.valueOf(alert.get("alertname")));
				}
			}
		}
		return tested;
	}

	private static Map<String, Object> yaml(Path file) throws IOException {
		return new Yaml().load(Files.readString(file));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Object found) {
		return (List<Map<String, Object>>) found;
	}

	/**
	 * What somebody asks.
	 *
	 * @param name the panel or the alert
	 * @param expression the question
	 */
	private record Asked(String name, String expression) {
	}

}
