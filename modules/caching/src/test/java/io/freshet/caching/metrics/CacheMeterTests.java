package io.freshet.caching.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import io.freshet.caching.CacheName;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.store.LeaseOutcome;
import io.freshet.caching.store.ResponseOutcome;
import io.freshet.caching.store.Tier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is registered, what the enum says and what the documentation says are the same.
 */
class CacheMeterTests {

	private static final CacheName POSTS = CacheName.of("posts");

	private static final Path DOCUMENT = Path.of("..", "..", "docs", "metrics.md");

	/** Held here, as in an application: a registry does not keep what it reads. */
	private final CacheStatistics statistics = new CacheStatistics();

	private final InstanceMeters instance = new InstanceMeters(new LocalLedger(10_000).view());

	@Test
	void isRegisteredAndNothingElseIs() {
		MeterRegistry registry = bound(new SimpleMeterRegistry());

		assertThat(names(registry)).isEqualTo(Arrays.stream(CacheMeter.values())
			.map(CacheMeter::meterName)
			.collect(Collectors.toCollection(TreeSet::new)));
	}

	@Test
	void hasTheKindAndTheTagsThatItSays() {
		MeterRegistry registry = bound(new SimpleMeterRegistry());

		for (CacheMeter meter : CacheMeter.values()) {
			assertThat(registry.get(meter.meterName()).meters()).as(meter.meterName())
				.isNotEmpty()
				.allSatisfy((registered) -> {
					assertThat(kind(registered)).isEqualTo(meter.kind());
					assertThat(registered.getId().getTags()).extracting(Tag::getKey)
						.containsExactlyInAnyOrderElementsOf(meter.tagKeys());
					assertThat(registered.getId().getDescription()).isEqualTo(meter.description());
				});
		}
	}

	@Test
	void hasNoTagValueThatIsNotOfAClosedList() {
		MeterRegistry registry = bound(new SimpleMeterRegistry());

		assertThat(registry.getMeters()).flatExtracting((Meter meter) -> meter.getId().getTags())
			.extracting(Tag::getValue)
			.allMatch((value) -> value.equals("posts") || value.matches("[a-z]+(-[a-z]+)*"))
			.as("each constant once, and the cache name")
			.hasSizeLessThan(300);
	}

	@Test
	void isScrapedByPrometheus() {
		PrometheusMeterRegistry registry = (PrometheusMeterRegistry) bound(
				new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

		String scraped = registry.scrape();

		assertThat(scraped).contains(
				"cache_gets_total{cache=\"posts\",cache_manager=\"freshet\",name=\"posts\",result=\"hit\"} 1.0",
				"freshet_cache_loads_seconds_count{cache=\"posts\",result=\"success\"} 1",
				"freshet_cache_leases_seconds_sum{cache=\"posts\",result=\"granted\"} 0.005",
				"freshet_responses_total{reason=\"fresh\",status=\"hit\"} 1.0", "freshet_ledger_age_seconds 0.0",
				"freshet_hints_total{result=\"sent\"} 1.0");
		assertThat(Arrays.stream(CacheMeter.values()).map((meter) -> meter.meterName().replace('.', '_')))
			.allSatisfy((name) -> assertThat(scraped).contains("# TYPE " + name));
	}

	@Test
	void isDocumentedAsItIs() throws IOException {
		List<String> rows = Files.readAllLines(DOCUMENT)
			.stream()
			.filter((line) -> line.startsWith("| `cache.") || line.startsWith("| `freshet."))
			.toList();

		assertThat(rows)
			.containsExactlyElementsOf(Arrays.stream(CacheMeter.values()).map(CacheMeterTests::row).toList());
	}

	private static String row(CacheMeter meter) {
		String tags = meter.tagKeys().stream().map((key) -> "`" + key + "`").collect(Collectors.joining(", "));
		return "| `" + meter.meterName() + "` | " + meter.kind().name().toLowerCase(Locale.ROOT) + " | " + tags
				+ (tags.isEmpty() ? "| " : " | ") + meter.description() + " |";
	}

	private MeterRegistry bound(MeterRegistry registry) {
		new CacheMeters(this.statistics, Map::of).bindTo(registry);
		this.instance.with(CacheMeter.DEGRADED, () -> 1)
			.with(CacheMeter.BACKGROUND, () -> 2)
			.with(CacheMeter.BACKGROUND_REFUSED, () -> 2)
			.with(CacheMeter.HINTS, "sent", () -> 1)
			.with(CacheMeter.ANNOUNCEMENTS, "sent", () -> 3)
			.with(CacheMeter.ANNOUNCEMENTS_QUEUED, () -> 4)
			.bindTo(registry);
		this.statistics.hit(POSTS, Tier.NEAR);
		this.statistics.load(POSTS, Duration.ofMillis(30), true);
		this.statistics.lease(POSTS, LeaseOutcome.GRANTED, Duration.ofMillis(5));
		this.statistics.response(POSTS, ResponseOutcome.HIT);
		return registry;
	}

	private static Set<String> names(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static CacheMeter.Kind kind(Meter meter) {
		return switch (meter.getId().getType()) {
			case COUNTER -> CacheMeter.Kind.COUNTER;
			case GAUGE -> CacheMeter.Kind.GAUGE;
			case TIMER -> CacheMeter.Kind.TIMER;
			default -> throw new AssertionError(meter.getId());
		};
	}

}
