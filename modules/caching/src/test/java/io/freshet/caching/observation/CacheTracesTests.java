package io.freshet.caching.observation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.Backplane;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.load.EngineCacheManager;
import io.freshet.caching.load.EngineOptions;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.TieredStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans as an exporter of OpenTelemetry gets them.
 */
class CacheTracesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.spans))
		.build();

	private final OtelTracer tracer = new OtelTracer(this.provider.get("test"), new OtelCurrentTraceContext(),
			(event) -> {
			});

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final MicrometerObserver observer = new MicrometerObserver(this.registry);

	private final BackgroundWork background = new BackgroundWork(100);

	private final CacheStore near = store();

	private final CacheStore shared = store();

	private final ReactiveCache<String> cache;

	private final List<String> answers = new ArrayList<>();

	CacheTracesTests() {
		this.registry.observationConfig()
			.observationHandler(new FirstMatchingCompositeObservationHandler(new JoinTracingHandler(this.tracer),
					new DefaultTracingObservationHandler(this.tracer)));
		LocalLedger ledger = new LocalLedger(1_000_000);
		CacheStore tiers = new TieredStore(this.near, this.observer.fills(this.observer.commands(this.shared)),
				this.background::run);
		CacheEngine engine = new CacheEngine(tiers, new NoStore(), ledger, this.background, CacheRecorder.NONE,
				InstantSource.system(), EngineOptions.defaults().withObserver(this.observer));
		this.cache = new EngineCacheManager(engine, new TransactionalInvalidator(ledger),
				(name) -> CachePolicy.ttl(Duration.ofMinutes(5)).build(), JsonMapper.builder().build())
			.cache("posts", String.class);
	}

	private static CacheStore store() {
		return new CaffeineStore(1_000_000, InstantSource.system(), Runnable::run, CacheRecorder.NONE);
	}

	@AfterEach
	void close() {
		this.provider.close();
		this.background.close();
	}

	@Test
	void tellOfAMissFromTheLookUpToTheFill() {
		inRequest("request", Mono.just("a"));

		SpanData request = span("request");
		SpanData lookup = span("freshet.cache.lookup posts");
		SpanData load = span("freshet.cache.load posts");
		SpanData fill = span("freshet.cache.fill posts");
		assertThat(lookup.getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(lookup.getAttributes().get(AttributeKey.stringKey("cache.result"))).isEqualTo("miss");
		assertThat(load.getParentSpanId()).isEqualTo(request.getSpanId());
		assertThat(fill.getParentSpanId()).isEqualTo(load.getSpanId());
		assertThat(span("GETRANGE").getParentSpanId()).isEqualTo(lookup.getSpanId());
		assertThat(span("PSETEX").getParentSpanId()).isEqualTo(fill.getSpanId());
		assertThat(this.spans.getFinishedSpanItems()).extracting(SpanData::getTraceId)
			.containsOnly(request.getTraceId());
	}

	@Test
	void nameCommandsByTheConventionsForDatabases() {
		inRequest("request", Mono.just("a"));

		assertThat(span("GETRANGE").getAttributes().asMap())
			.containsEntry(AttributeKey.stringKey("db.system.name"), "redis")
			.containsEntry(AttributeKey.stringKey("db.operation.name"), "GETRANGE")
			.containsEntry(AttributeKey.stringKey("cache.name"), "posts");
	}

	@Test
	void makeWhatTheOriginDoesAPartOfTheLoad() {
		Mono<String> origin = Mono.deferContextual((context) -> {
			Observation query = Observation.createNotStarted("query", this.registry)
				.parentObservation(context.get("micrometer.observation"));
			return query.observe(() -> Mono.just("a"));
		});

		inRequest("request", origin);

		assertThat(span("query").getParentSpanId()).isEqualTo(span("freshet.cache.load posts").getSpanId());
	}

	@Test
	void linkThoseWhoJoinALoadToIt() {
		TestPublisher<String> origin = TestPublisher.create();
		List<Observation> requests = IntStream.of(1, 2, 3)
			.mapToObj((number) -> Observation.start("request " + number, this.registry))
			.toList();
		requests.forEach((request) -> read(origin.mono(), request).subscribe(this.answers::add));

		origin.emit("a");
		requests.forEach(Observation::stop);

		assertThat(this.answers).containsExactly("a", "a", "a");
		SpanData load = span("freshet.cache.load posts");
		assertThat(load.getParentSpanId()).isEqualTo(span("request 1").getSpanId());
		assertThat(load.getLinks()).isEmpty();
		List<SpanData> joins = spans("freshet.cache.join posts");
		assertThat(joins).hasSize(2)
			.extracting(SpanData::getParentSpanId)
			.containsExactlyInAnyOrder(span("request 2").getSpanId(), span("request 3").getSpanId());
		assertThat(joins).extracting(SpanData::getTraceId)
			.containsExactlyInAnyOrder(span("request 2").getTraceId(), span("request 3").getTraceId());
		assertThat(joins).allSatisfy((join) -> {
			assertThat(join.getLinks()).extracting(LinkData::getSpanContext).containsExactly(load.getSpanContext());
			assertThat(join.getStartEpochNanos()).isLessThanOrEqualTo(load.getEndEpochNanos());
			assertThat(join.getEndEpochNanos()).isGreaterThanOrEqualTo(join.getStartEpochNanos());
		});
	}

	@Test
	void tellOfOneLoadForAllWhoReadItsValuesAsTheyCome() {
		TestPublisher<String> origin = TestPublisher.create();
		Observation first = Observation.start("first", this.registry);
		Observation second = Observation.start("second", this.registry);

		readAll(origin.flux(), first).subscribe(this.answers::add);
		readAll(origin.flux(), second).subscribe(this.answers::add);
		origin.emit("a", "b");

		second.stop();

		assertThat(this.answers).containsExactlyInAnyOrder("a", "b", "a", "b");
		assertThat(spans("freshet.cache.load posts")).hasSize(1);
		assertThat(spans("freshet.cache.join posts")).singleElement().satisfies((join) -> {
			assertThat(join.getLinks()).extracting(LinkData::getSpanContext)
				.containsExactly(span("freshet.cache.load posts").getSpanContext());
			assertThat(join.getTraceId()).isEqualTo(span("second").getTraceId());
		});
	}

	@Test
	void tellOfHintsAsOfOtherCommands() {
		this.observer.commands(Backplane.NONE).send().block(TIMEOUT);

		assertThat(spans("PUBLISH")).singleElement()
			.satisfies((publish) -> assertThat(publish.getAttributes().asMap().values())
				.containsExactlyInAnyOrder("redis", "PUBLISH"));
	}

	@Test
	void tellOfALoadThatFails() {
		Observation request = Observation.start("request", this.registry);

		read(Mono.error(new IllegalStateException("no")), request).onErrorComplete().block(TIMEOUT);

		SpanData load = span("freshet.cache.load posts");
		assertThat(load.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(load.getEvents()).extracting((event) -> event.getName()).containsExactly("exception");
	}

	@Test
	void endTheSpanOfWhoeverGoesAway() {
		TestPublisher<String> origin = TestPublisher.create();
		Observation one = Observation.start("one", this.registry);
		Observation other = Observation.start("other", this.registry);
		read(origin.mono(), one).subscribe(this.answers::add);

		read(origin.mono(), other).subscribe(this.answers::add).dispose();

		assertThat(spans("freshet.cache.join posts")).hasSize(1);
		assertThat(spans("freshet.cache.load posts")).as("goes on").isEmpty();
		origin.emit("a");
		assertThat(spans("freshet.cache.load posts")).hasSize(1);
	}

	@Test
	void sayNothingOfWhatMemoryAnswers() {
		inRequest("request", Mono.just("a"));
		this.spans.reset();

		inRequest("another", Mono.just("a"));

		assertThat(this.spans.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("another");
	}

	@Test
	void tellWhatTheSharedTierHad() {
		inRequest("request", Mono.just("a"));
		this.near.purge(KeyPattern.ALL).blockLast(TIMEOUT);
		this.spans.reset();

		inRequest("another", Mono.error(new AssertionError("asked")));

		assertThat(span("freshet.cache.lookup posts").getAttributes().get(AttributeKey.stringKey("cache.result")))
			.isEqualTo("hit");
		assertThat(spans("freshet.cache.load posts")).isEmpty();
	}

	private void inRequest(String name, Mono<String> origin) {
		Observation request = Observation.start(name, this.registry);
		read(origin, request).block(TIMEOUT);
		request.stop();
	}

	private Mono<String> read(Mono<String> origin, Observation request) {
		return origin.transformDeferred(this.cache.caching(KEY, TAG))
			.contextWrite(Context.of("micrometer.observation", request));
	}

	private Flux<String> readAll(Flux<String> origin, Observation request) {
		return origin.transformDeferred(this.cache.caching(KEY, TAG))
			.contextWrite(Context.of("micrometer.observation", request));
	}

	private SpanData span(String name) {
		List<SpanData> found = spans(name);
		assertThat(found).as(name).hasSize(1);
		return found.get(0);
	}

	private List<SpanData> spans(String name) {
		return this.spans.getFinishedSpanItems().stream().filter((span) -> span.getName().equals(name)).toList();
	}

}
