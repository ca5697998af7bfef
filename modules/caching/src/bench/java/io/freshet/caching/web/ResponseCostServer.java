package io.freshet.caching.web;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Scanner;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.management.OperatingSystemMXBean;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import org.springframework.web.util.pattern.PathPatternParser;

import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.netty.HitListener;
import io.freshet.caching.netty.HitRoute;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.Tier;

/**
 * One of the servers whose cost is compared, in a process of its own: says its port, and
 * then, for each line it reads, how much CPU time it has spent, in nanoseconds.
 */
final class ResponseCostServer {

	private static final byte[] BODY = "x".repeat(7600).getBytes(StandardCharsets.US_ASCII);

	private ResponseCostServer() {
	}

	/**
	 * Runs until its input ends.
	 * @param args which server: plain, ready, route, cached or front
	 */
	public static void main(String[] args) {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		((Logger) LoggerFactory.getLogger("io.freshet")).setLevel(Level.WARN);
		DisposableServer server = switch (args[0]) {
			case "plain" -> plain();
			case "ready" -> serve(ResponseCostServer::writeReadyBytes);
			case "route" -> serve(null);
			case "front" -> front();
			default -> serve(new ResponseCacheFilter(ResponseCacheFilter.Scope.PUBLIC, routes(), cache()));
		};
		System.out.println(server.port());
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		try (Scanner asked = new Scanner(System.in, StandardCharsets.UTF_8)) {
			while (asked.hasNextLine()) {
				asked.nextLine();
				System.out.println(system.getProcessCpuTime());
			}
		}
		System.exit(0);
	}

	private static DisposableServer plain() {
		return HttpServer.create()
			.port(0)
			.handle((request, response) -> response.header("Content-Type", "text/plain")
				.header("Content-Length", Integer.toString(BODY.length))
				.header("Cache-Control", "max-age=60")
				.header("Date", "Sun, 22 Nov 2026 10:00:00 GMT")
				.header("X-Cache", "HIT")
				.header("Cache-Status", "Freshet; hit; ttl=299")
				.header("Age", "1")
				.sendByteArray(Mono.just(BODY)))
			.bindNow();
	}

	private static Mono<Void> writeReadyBytes(ServerWebExchange exchange, Object chain) {
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatus.OK);
		HttpHeaders headers = response.getHeaders();
		headers.add("Content-Type", "text/plain");
		headers.add("Content-Length", Integer.toString(BODY.length));
		headers.add("Cache-Control", "max-age=60");
		headers.add("Date", "Sun, 22 Nov 2026 10:00:00 GMT");
		headers.add("X-Cache", "HIT");
		headers.add("Cache-Status", "Freshet; hit; ttl=299");
		headers.add("Age", "1");
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(BODY)));
	}

	private static DisposableServer front() {
		CachedRoutes routes = routes();
		ResponseCache cache = cache();
		HitRoute hits = new HitRoute(new ResponseHits(routes, cache, null, null), HitListener.NONE, false);
		ReactorHttpHandlerAdapter others = handler(
				new ResponseCacheFilter(ResponseCacheFilter.Scope.PUBLIC, routes, cache));
		return HttpServer.create()
			.port(0)
			.route((served) -> hits.addTo(served).route((request) -> true, others))
			.bindNow();
	}

	private static DisposableServer serve(@Nullable WebFilter filter) {
		return HttpServer.create().port(0).handle(handler(filter)).bindNow();
	}

	private static ReactorHttpHandlerAdapter handler(@Nullable WebFilter filter) {
		WebHttpHandlerBuilder handler = WebHttpHandlerBuilder
			.webHandler(RouterFunctions.toWebHandler(RouterFunctions.route()
				.GET("/page",
						(request) -> ServerResponse.ok()
							.contentType(MediaType.TEXT_PLAIN)
							.contentLength(BODY.length)
							.bodyValue(BODY))
				.build(), HandlerStrategies.withDefaults()));
		if (filter != null) {
			handler.filter(filter);
		}
		return new ReactorHttpHandlerAdapter(handler.build());
	}

	private static ResponseCache cache() {
		CacheStatistics statistics = new CacheStatistics();
		InstantSource clock = InstantSource.system();
		LocalLedger ledger = new LocalLedger(1_000_000);
		BackgroundWork background = new BackgroundWork(1000);
		CacheEngine engine = new CacheEngine(
				new JudgedStore(new CaffeineStore(64 << 20, clock, Runnable::run, statistics), Tier.NEAR, ledger,
						statistics, clock),
				new NoStore(), ledger, background, statistics, clock);
		return new ResponseCache(engine, new TransactionalInvalidator(ledger), background, statistics, "max-age=60",
				ResponseLabels.NONE);
	}

	private static CachedRoutes routes() {
		RoutePolicy policy = RoutePolicy.safe().ttl(Duration.ofMinutes(5)).build();
		return new CachedRoutes(
				List.of(new CachedRoutes.Route(PathPatternParser.defaultInstance.parse("/page"), policy)), List.of());
	}

}
