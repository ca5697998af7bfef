package io.freshet.caching.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.store.ResponseOutcome;
import io.freshet.caching.web.ThingsApplication.Things;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection to the application of {@link ThingsApplication}, and what all tests over
 * it need. Which ledger and which tiers it has is decided by the class around.
 */
abstract class Scene {

	protected static final Duration PATIENCE = Duration.ofSeconds(20);

	@LocalServerPort
	private int port;

	@Autowired
	private Things things;

	@Autowired
	private ThingsController controller;

	@Autowired
	private MovableClock clock;

	@Autowired
	private ReactiveCacheManager caches;

	@Autowired
	private CacheInvalidator invalidator;

	@Autowired
	private InvalidationLedger ledger;

	@Autowired
	private CacheStatistics statistics;

	private WireClient client;

	private final List<WireClient> others = new ArrayList<>();

	/** The path of a test, which no other test asks for. */
	private String path;

	private final AtomicInteger calls = new AtomicInteger();

	@BeforeEach
	void connect(TestInfo test) throws IOException {
		this.client = new WireClient(this.port);
		this.path = "/things/" + test.getTestMethod().orElseThrow().getName();
		Awaitility.await().atMost(PATIENCE).until(() -> this.ledger.view().isCurrent());
	}

	@AfterEach
	void disconnect() throws IOException {
		this.client.close();
		for (WireClient other : this.others) {
			other.close();
		}
	}

	protected final Answer get(String target, String... headers) throws IOException {
		return this.client.exchange("GET", target, headers);
	}

	protected final Answer head(String target, String... headers) throws IOException {
		return this.client.exchange("HEAD", target, headers);
	}

	protected final String path() {
		return this.path;
	}

	protected final Things things() {
		return this.things;
	}

	protected final CacheInvalidator invalidator() {
		return this.invalidator;
	}

	protected final ThingsController controller() {
		return this.controller;
	}

	protected final MovableClock clock() {
		return this.clock;
	}

	protected final ReactiveCacheManager caches() {
		return this.caches;
	}

	protected final WireClient client() {
		return this.client;
	}

	protected final int port() {
		return this.port;
	}

	protected final int nextCall() {
		return this.calls.incrementAndGet();
	}

	/** The path of a test on another route. */
	protected final String path(String route) {
		return this.path.replace("/things/", "/things/" + route + "/");
	}

	/** How often clients were told something. */
	protected final long told(ResponseOutcome outcome) {
		return this.statistics.responses(outcome);
	}

	/** How often somebody waited for the answer to another. */
	protected final long waited() {
		return this.statistics.counts(ResponseCacheFilter.CACHE).coalesced();
	}

	protected final void awaitWaiting(long number) {
		Awaitility.await().atMost(PATIENCE).until(() -> waited() == number);
	}

	/** Connections that have sent a request and read nothing. */
	protected final List<WireClient> crowd(int size, String target, String... headers) throws IOException {
		List<WireClient> crowd = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			crowd.add(asking("GET", target, headers));
		}
		return crowd;
	}

	protected final WireClient asking(String method, String target, String... headers) throws IOException {
		WireClient asking = new WireClient(this.port);
		this.others.add(asking);
		asking.send(WireClient.request(method, target, headers));
		return asking;
	}

	protected final int calls() {
		return this.calls.get();
	}

	protected final void awaitCalls(int number) {
		Awaitility.await().atMost(PATIENCE).until(() -> this.calls.get() == number);
	}

	/** Answers with the number of the call. */
	protected final Mono<ServerResponse> count(ServerRequest request) {
		return ServerResponse.ok().bodyValue("call " + nextCall());
	}

	protected final void answer(String target, Function<ServerResponse.BodyBuilder, ServerResponse.BodyBuilder> with) {
		this.things.on(target, (request) -> with.apply(ServerResponse.ok()).bodyValue("call " + nextCall()));
	}

	protected final void answer(Function<ServerResponse.BodyBuilder, ServerResponse.BodyBuilder> with) {
		this.things.on(this.path, (request) -> with.apply(ServerResponse.ok()).bodyValue("call " + nextCall()));
	}

	protected static void assertSame(Answer hit, Answer miss) {
		assertThat(miss.cache()).isEqualTo("MISS");
		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(hit.status()).isEqualTo(miss.status());
		assertThat(hit.lastingHeaders()).isEqualTo(miss.lastingHeaders());
		assertThat(hit.body()).isEqualTo(miss.body());
	}

	protected final void assertNeverKept() throws IOException {
		Answer first = get(this.path);
		Answer second = get(this.path);

		assertThat(first.cache()).isEqualTo("MISS");
		assertThat(second.cache()).isEqualTo("MISS");
		assertThat(second.text()).isNotEqualTo(first.text());
	}

	protected static Flux<DataBuffer> chunks(String... texts) {
		return Flux.fromArray(texts).map(NoLeaks::buffer);
	}

}
