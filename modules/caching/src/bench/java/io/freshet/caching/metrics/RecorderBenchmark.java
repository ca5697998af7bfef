package io.freshet.caching.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CachingOperator;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.load.EngineCacheManager;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.Tier;

/**
 * What counting costs a hit in the near tier: the same hit with counters that a
 * Prometheus registry reads, and with a recorder that does nothing. Its {@link #main}
 * prints the ratio, which is to be 1.10 at most.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RecorderBenchmark {

	private final Mono<String> origin = Mono.just("value");

	private final CachingOperator<String> silent = operator(CacheRecorder.NONE);

	private final CachingOperator<String> counted = operator(counting());

	private static CacheStatistics counting() {
		CacheStatistics statistics = new CacheStatistics();
		new CacheMeters(statistics, Map::of).bindTo(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
		return statistics;
	}

	private CachingOperator<String> operator(CacheRecorder recorder) {
		InstantSource clock = InstantSource.system();
		LocalLedger ledger = new LocalLedger(1_000_000);
		CaffeineStore near = new CaffeineStore(10_000_000, clock, Runnable::run, recorder);
		CacheEngine engine = new CacheEngine(new JudgedStore(near, Tier.NEAR, ledger, recorder, clock), new NoStore(),
				ledger, new BackgroundWork(1000), recorder, clock);
		CachingOperator<String> operator = new EngineCacheManager(engine, new TransactionalInvalidator(ledger),
				(name) -> CachePolicy.ttl(Duration.ofMinutes(30)).build(), JsonMapper.builder().build())
			.cache("posts", String.class)
			.caching(CacheKey.of(1L), CacheTag.of("post", 1));
		this.origin.transformDeferred(operator).block();
		return operator;
	}

	/**
	 * Counted by nobody.
	 * @param blackhole consumes
	 */
	@Benchmark
	public void silent(Blackhole blackhole) {
		this.origin.transformDeferred(this.silent).subscribe(blackhole::consume);
	}

	/**
	 * Counted.
	 * @param blackhole consumes
	 */
	@Benchmark
	public void counted(Blackhole blackhole) {
		this.origin.transformDeferred(this.counted).subscribe(blackhole::consume);
	}

	/**
	 * Runs both and prints how they compare.
	 * @param args options of JMH
	 * @throws RunnerException if a run fails
	 * @throws CommandLineOptionException if an option is wrong
	 */
	public static void main(String[] args) throws RunnerException, CommandLineOptionException {
		Map<String, Double> scores = new TreeMap<>();
		for (RunResult result : new Runner(new OptionsBuilder().parent(new CommandLineOptions(args))
			.include(RecorderBenchmark.class.getName())
			.build()).run()) {
			scores.put(result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore());
		}
		double counted = scores.getOrDefault("counted", Double.NaN);
		double silent = scores.getOrDefault("silent", Double.NaN);
		System.out.printf("A near hit takes %.1f ns counted, %.1f ns uncounted: ratio %.3f%n", counted, silent,
				counted / silent);
	}

}
