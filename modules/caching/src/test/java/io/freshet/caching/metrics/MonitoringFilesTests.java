package io.freshet.caching.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheName;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.resilience.BreakerMeters;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.resilience.SharedTierBreaker;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.Tier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the alerts ask for what there is.
 */
class MonitoringFilesTests {

	private static final Path INFRA = Path.of("..", "..", "infra");

	private static final Pattern METRIC = Pattern.compile("\\b(?:freshet|cache|resilience4j)_[a-z0-9_]+\\b|\\bup\\b");

	private static final Pattern LABELS = Pattern.compile("([a-z0-9_]+)\\{([^}]*)\\}");

	private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");

	/** What Prometheus adds to what it scrapes. */
	private static final Set<String> ITS_OWN = Set.of("instance", "job", "le");

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private String scraped = "";

	@BeforeEach
	void scrape() {
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
				return id.getName().equals("freshet.cache.loads")
						? DistributionStatisticConfig.builder().percentilesHistogram(true).build().merge(config)
						: config;
			}

		});
		CacheStatistics statistics = new CacheStatistics();
		new CacheMeters(statistics, Map::of).bindTo(this.registry);
		InstanceMeters instance = new InstanceMeters(new LocalLedger(10_000).view());
		for (CacheMeter meter : CacheMeter.values()) {
			if (meter.tagKeys().isEmpty() && meter.kind() != CacheMeter.Kind.TIMER) {
				instance.with(meter, () -> 1);
			}
			else if (meter == CacheMeter.HINTS || meter == CacheMeter.ANNOUNCEMENTS) {
				instance.with(meter, "sent", () -> 1);
			}
		}
		instance.bindTo(this.registry);
		SharedTierBreaker.Settings settings = new SharedTierBreaker.Settings(10, 5, 50, Duration.ofMillis(50),
				Duration.ofSeconds(1), 2);
		new BreakerMeters(new GuardedStore(new NoStore(), SharedTierBreaker.of(settings), Duration.ofMillis(100)))
			.bindTo(this.registry);
		CacheName posts = CacheName.of("posts");
		statistics.hit(posts, Tier.NEAR);
		statistics.load(posts, Duration.ofMillis(1), true);
		this.scraped = this.registry.scrape();
	}

	@Test
	void theAlertsNameMetersAndLabelsThatThereAre() throws IOException {
		Set<String> expressions = new TreeSet<>();
		Map<?, ?> file = new Yaml().load(Files.readString(INFRA.resolve("prometheus/alerts.yml")));
		collect(JsonMapper.builder().build().valueToTree(file), "expr", expressions);

		assertThat(expressions).hasSizeGreaterThanOrEqualTo(10).allSatisfy(this::isOfMetersThatThereAre);
	}

	@Test
	void theDashboardNamesMetersAndLabelsThatThereAre() throws IOException {
		JsonNode dashboard = JsonMapper.builder()
			.build()
			.readTree(Files.readString(INFRA.resolve("grafana/dashboards/freshet.json")));
		Set<String> expressions = new TreeSet<>();
		collect(dashboard, "expr", expressions);
		collect(dashboard.path("templating"), "query", expressions);

		assertThat(expressions).hasSizeGreaterThanOrEqualTo(30).allSatisfy(this::isOfMetersThatThereAre);
	}

	@Test
	void prometheusReadsTheAlertsAndScrapesWhereTheApplicationShowsItsMeters() throws IOException {
		Map<String, Object> settings = new Yaml().load(Files.readString(INFRA.resolve("prometheus/prometheus.yml")));

		assertThat(settings.toString()).contains("alerts.yml", "metrics_path=/metrics");
		assertThat(INFRA.resolve("prometheus/alerts.yml")).exists();
	}

	private void isOfMetersThatThereAre(String expression) {
		String bare = expression.replaceAll("\"[^\"]*\"", "\"\"");
		String unlabelled = bare.replaceAll("\\{[^}]*\\}", "").replaceAll("by \\([^)]*\\)", "");
		Set<String> metrics = METRIC.matcher(unlabelled)
			.results()
			.map((match) -> match.group())
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(metrics).as(expression).isNotEmpty().allSatisfy((metric) -> {
			if (!metric.equals("up")) {
				assertThat(this.scraped).containsPattern("(?m)^" + metric + "[{ ]");
			}
		});
		Matcher selections = LABELS.matcher(bare);
		while (selections.find()) {
			String metric = selections.group(1);
			LABEL.matcher(selections.group(2))
				.results()
				.map((match) -> match.group(1))
				.filter((label) -> !ITS_OWN.contains(label))
				.forEach((label) -> assertThat(this.scraped).as(expression)
					.containsPattern("(?m)^" + metric + "\\{[^}]*\\b" + label + "="));
		}
	}

	private static void collect(JsonNode node, String name, Set<String> texts) {
		node.properties().forEach((property) -> {
			if (property.getKey().equals(name) && property.getValue().isString()) {
				texts.add(property.getValue().stringValue());
			}
			collect(property.getValue(), name, texts);
		});
		if (node.isArray()) {
			node.forEach((element) -> collect(element, name, texts));
		}
	}

}
