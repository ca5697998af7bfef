package io.freshet.caching.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.FixedLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.WebSessionManager;
import org.springframework.web.util.pattern.PathPatternParser;

import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.Tier;
import io.freshet.caching.web.CachedRoutes.Route;
import io.freshet.caching.web.ResponseCacheFilter.Scope;

import static org.assertj.core.api.Assertions.assertThat;

/** A flood of requests of which no two are the same. */
class QueryFloodIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int FLOOD = 1_000_000;

	private static final int HOT = 50;

	/** A hot request for so many of the flood. */
	private static final int EVERY = 10;

	/** One of so many of the flood is asked for again. */
	private static final int SAMPLED = 100;

	private static final long MAX_BYTES = 1_000_000;

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.freshet");

	private final MovableClock clock = new MovableClock();

	private final LocalLedger ledger = new LocalLedger(1_000_000);

	private final CaffeineStore near = new CaffeineStore(MAX_BYTES, this.clock, Runnable::run, CacheRecorder.NONE);

	/**
	 * Made once: a mock exchange makes them for each request, at ten times the cost of
	 * that.
	 */
	private final ServerCodecConfigurer codecs = ServerCodecConfigurer.create();

	private final WebSessionManager sessions = new DefaultWebSessionManager();

	private final LocaleContextResolver locales = new FixedLocaleContextResolver(Locale.ROOT);

	private final AtomicInteger asked = new AtomicInteger();

	private final BackgroundWork background = new BackgroundWork(1000);

	private final ResponseCacheFilter filter = filter();

	private ResponseCacheFilter filter() {
		CacheEngine engine = new CacheEngine(
				new JudgedStore(this.near, Tier.NEAR, this.ledger, CacheRecorder.NONE, this.clock), new NoStore(),
				this.ledger, this.background, CacheRecorder.NONE, this.clock);
		ResponseCache cache = new ResponseCache(engine, new TransactionalInvalidator(this.ledger), this.background,
				CacheRecorder.NONE, "", ResponseLabels.NONE);
		Route route = new Route(PathPatternParser.defaultInstance.parse("/**"), RoutePolicy.safe().build());
		return new ResponseCacheFilter(Scope.PUBLIC, new CachedRoutes(List.of(route), List.of()), cache);
	}

	/** A line for each request would take longer than the request. */
	@BeforeEach
	void beQuiet() {
		this.logger.setLevel(Level.INFO);
	}

	@AfterEach
	void speakAgain() {
		this.logger.setLevel(null);
	}

	@Test
	void takesNoMoreMemoryThanItMayAndLeavesWhatIsHotWhereItIs() {
		int hits = 0;
		long most = 0;
		for (int i = 0; i < FLOOD; i++) {
			get("/things?flood=" + i);
			if (i % EVERY == 0) {
				hits += isHit(get("/things?hot=" + i / EVERY % HOT)) ? 1 : 0;
			}
			if (i % 1000 == 0) {
				most = Math.max(most, bytes());
			}
		}

		assertThat(most).isBetween(MAX_BYTES / 2, MAX_BYTES);
		assertThat(bytes()).isLessThanOrEqualTo(MAX_BYTES);
		assertThat(this.asked.get()).as("each of the flood is asked for").isGreaterThanOrEqualTo(FLOOD);
		assertThat(hits).as("hot requests that hit, of %d", FLOOD / EVERY).isGreaterThan(FLOOD / EVERY * 95 / 100);
		assertThatNothingIsUnderWay();
	}

	/**
	 * A request that stayed registered would answer, or hold up, those that come after
	 * it.
	 */
	private void assertThatNothingIsUnderWay() {
		this.near.visitHeads((head) -> this.near.remove(head.key()));
		int before = this.asked.get();

		for (int i = 0; i < FLOOD; i += SAMPLED) {
			get("/things?flood=" + i);
		}

		assertThat(this.asked.get() - before).as("each is asked for anew").isEqualTo(FLOOD / SAMPLED);
		assertThat(this.background.running()).isZero();
	}

	private long bytes() {
		return this.near.content().values().stream().mapToLong((content) -> content.bytes()).sum();
	}

	private static boolean isHit(ServerHttpResponse response) {
		return "HIT".equals(response.getHeaders().getFirst("X-Cache"));
	}

	private ServerHttpResponse get(String target) {
		ServerWebExchange exchange = new DefaultServerWebExchange(
				MockServerHttpRequest.method(HttpMethod.GET, URI.create(target)).build(), new MockServerHttpResponse(),
				this.sessions, this.codecs, this.locales);
		this.filter.filter(exchange, this::handle).block(TIMEOUT);
		return exchange.getResponse();
	}

	private Mono<Void> handle(ServerWebExchange exchange) {
		byte[] body = ("call " + this.asked.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
		ServerHttpResponse response = exchange.getResponse();
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

}
