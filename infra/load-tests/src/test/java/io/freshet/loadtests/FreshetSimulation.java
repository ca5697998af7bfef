package io.freshet.loadtests;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import org.jspecify.annotations.Nullable;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;

/**
 * What all simulations share: settings, a corpus that is there while they run, and what
 * the caches did meanwhile.
 */
abstract class FreshetSimulation extends Simulation {

	private final Settings settings = Settings.ofSystemProperties();

	private @Nullable Instance instance;

	private @Nullable Corpus corpus;

	private @Nullable CacheCounts countsBefore;

	@Override
	public void before() {
		Instance found = new Instance(this.settings);
		this.instance = found;
		this.corpus = Corpus.prepare(found);
		this.countsBefore = CacheCounts.of(found);
	}

	@Override
	public void after() {
		System.out.println(CacheCounts.of(instance()).since(Objects.requireNonNull(this.countsBefore)));
		corpus().remove();
	}

	final Settings settings() {
		return this.settings;
	}

	final Instance instance() {
		return Objects.requireNonNull(this.instance, "There is an instance only while the simulation runs");
	}

	final Corpus corpus() {
		return Objects.requireNonNull(this.corpus, "There is a corpus only while the simulation runs");
	}

	/** Gatling would revalidate of its own accord what it has seen before. */
	final HttpProtocolBuilder protocol() {
		return http.baseUrl(this.settings.url().toString())
			.acceptHeader("application/json")
			.userAgentHeader("Freshet load test")
			.disableCaching();
	}

	/** Chooses what the next requests are about. */
	final ChainBuilder choose(String attribute, Function<Corpus, Object> choice) {
		return exec((session) -> session.set(attribute, choice.apply(corpus())));
	}

	final String authorization(Session session) {
		return instance().authorization();
	}

	final Assertion nothingFails() {
		return global().failedRequests().count().is(0L);
	}

	final Assertion answersInTime() {
		return global().responseTime().percentile(99).lt(Math.toIntExact(this.settings.p99().toMillis()));
	}

	/** From half to one and a half of the pause in the settings. */
	final ChainBuilder think() {
		Duration half = this.settings.pause().dividedBy(2);
		return exec(pause(half, half.plus(this.settings.pause())));
	}

}
