package io.freshet.caching.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheName;
import io.freshet.caching.http.BypassReason;
import io.freshet.caching.http.CacheDecision;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.ConditionalRequest;
import io.freshet.caching.http.ForwardReason;
import io.freshet.caching.http.RequestDecision;
import io.freshet.caching.http.RequestDecision.Bypass;
import io.freshet.caching.http.RequestDecision.Lookup;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;

/**
 * Answers GET and HEAD on the configured routes from the cache, and keeps what the rest
 * of the chain answers. It stands outermost: what is kept is what the whole chain
 * produced, and a hit costs nothing of it.
 * <p>
 * A response carries the cache tags of all that its handler read from method caches or
 * declared with {@link CacheDependencies}; an invalidation of any of them invalidates it.
 * What a handler reads elsewhere is bounded by the lifetime alone.
 */
public final class ResponseCacheFilter implements WebFilter, Ordered {

	/**
	 * Name of the cache that holds the responses.
	 */
	public static final CacheName CACHE = CacheName.of("responses");

	private static final Logger logger = LoggerFactory.getLogger(ResponseCacheFilter.class);

	private final CachedRoutes routes;

	private final String clientCacheControl;

	private final CacheEngine engine;

	private final CacheRecorder recorder;

	private final StoredResponseCodec codec = new StoredResponseCodec();

	/**
	 * Makes a filter.
	 * @param routes the routes whose responses are cached
	 * @param clientCacheControl what the cached routes tell their clients in
	 * {@code Cache-Control}, if their handlers say nothing
	 * @param engine the engine of the caches
	 * @param recorder is told what happens
	 */
	public ResponseCacheFilter(CachedRoutes routes, String clientCacheControl, CacheEngine engine,
			CacheRecorder recorder) {
		this.routes = routes;
		this.clientCacheControl = clientCacheControl;
		this.engine = engine;
		this.recorder = recorder;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 100;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		RoutePolicy route = routeOf(exchange.getRequest());
		if (route == null) {
			return chain.filter(exchange);
		}
		CacheRequest request = describe(exchange.getRequest());
		RequestDecision decision = decide(exchange, request, route);
		if (decision instanceof Bypass bypass) {
			return bypass(exchange, chain, bypass);
		}
		if (!(decision instanceof Lookup lookup)) {
			return chain.filter(exchange);
		}
		return this.engine.find(new EntryKey(CACHE, lookup.key(), StoredResponseCodec.SHAPE), route.failSafe())
			.map((entry) -> answer(exchange, chain, route, lookup, request, entry))
			.switchIfEmpty(Mono.fromSupplier(() -> withoutEntry(exchange, chain, route, lookup, request)))
			.flatMap(Function.identity());
	}

	private Mono<Void> answer(ServerWebExchange exchange, WebFilterChain chain, RoutePolicy route, Lookup lookup,
			CacheRequest request, StoredEntry entry) {
		StoredResponse stored = decoded(entry);
		if (stored == null) {
			return withoutEntry(exchange, chain, route, lookup, request);
		}
		CacheDecision decision = CacheDecision.of(request, List.of(stored), this.engine.clock().instant(), route);
		if (decision instanceof CacheDecision.Serve) {
			return serve(exchange, entry, stored);
		}
		return execute(exchange, chain, route, lookup, request, decision);
	}

	private Mono<Void> withoutEntry(ServerWebExchange exchange, WebFilterChain chain, RoutePolicy route, Lookup lookup,
			CacheRequest request) {
		return execute(exchange, chain, route, lookup, request,
				CacheDecision.of(request, List.of(), this.engine.clock().instant(), route));
	}

	private Mono<Void> execute(ServerWebExchange exchange, WebFilterChain chain, RoutePolicy route, Lookup lookup,
			CacheRequest request, CacheDecision decision) {
		if (decision instanceof CacheDecision.Refuse) {
			return refuse(exchange);
		}
		boolean asked = isAskedFor(decision);
		return forward(exchange, chain, route, lookup, request, asked ? "request" : "miss");
	}

	private static boolean isAskedFor(CacheDecision decision) {
		return (decision instanceof CacheDecision.Forward forward && forward.reason() == ForwardReason.REQUEST)
				|| (decision instanceof CacheDecision.Revalidate ask && ask.reason() == ForwardReason.REQUEST);
	}

	private @Nullable RoutePolicy routeOf(ServerHttpRequest request) {
		HttpMethod method = request.getMethod();
		return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
				? this.routes.find(request.getPath().pathWithinApplication()) : null;
	}

	private RequestDecision decide(ServerWebExchange exchange, CacheRequest request, RoutePolicy route) {
		if (this.engine.isSwitchedOff(CACHE)) {
			return new Bypass(BypassReason.SWITCHED_OFF);
		}
		return FreshnessTokenFilter.isUnseen(exchange) ? new Bypass(BypassReason.UNSEEN_WRITE)
				: RequestDecision.of(request, route);
	}

	private static CacheRequest describe(ServerHttpRequest request) {
		String scheme = String.valueOf(request.getURI().getScheme());
		String authority = String.valueOf(request.getURI().getRawAuthority()).toLowerCase(Locale.ROOT);
		return new CacheRequest("GET", scheme + "://" + authority + request.getURI().getRawPath(),
				request.getQueryParams(), request.getURI().getRawQuery(), request.getHeaders()::getOrEmpty, null);
	}

	private Mono<Void> bypass(ServerWebExchange exchange, WebFilterChain chain, Bypass bypass) {
		String reason = bypass.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
		CacheStatusHeaders.bypass(exchange.getResponse().getHeaders(), reason);
		this.recorder.bypass(CACHE);
		logger.debug("Bypass ({}): {}", reason, exchange.getRequest().getPath());
		return markingStaleParts(exchange, chain);
	}

	/**
	 * Nothing is kept, but what the handler reads from available caches may be stale all
	 * the same.
	 */
	private static Mono<Void> markingStaleParts(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.deferContextual((context) -> {
			CacheDependencies dependencies = CacheDependencies.open(context);
			ServerHttpResponse response = exchange.getResponse();
			response.beforeCommit(() -> Mono.fromRunnable(() -> {
				if (dependencies.isStale()) {
					CacheStatusHeaders.staleParts(response.getHeaders());
				}
			}));
			return chain.filter(exchange).contextWrite(dependencies::into);
		});
	}

	private @Nullable StoredResponse decoded(StoredEntry entry) {
		try {
			return entry.value(this.codec);
		}
		catch (RuntimeException ex) {
			logger.debug("Stored response {} does not decode, it is asked for anew", entry.key(), ex);
			return null;
		}
	}

	private Mono<Void> serve(ServerWebExchange exchange, StoredEntry entry, StoredResponse stored) {
		ServerHttpResponse response = exchange.getResponse();
		HttpHeaders headers = response.getHeaders();
		boolean notModified = ConditionalRequest.of(exchange.getRequest().getHeaders()::getOrEmpty)
			.isMetBy(stored.status(), stored.fields());
		stored.headersWithoutAge().forEach((field) -> {
			if (!notModified || ConditionalRequest.isKeptIn304(field.name())) {
				headers.add(field.name(), field.value());
			}
		});
		Instant now = this.engine.clock().instant();
		Duration age = Duration.between(entry.created(), now);
		if (entry.isStale()) {
			CacheStatusHeaders.stale(headers, age, entry.remaining(now));
		}
		else {
			CacheStatusHeaders.hit(headers, age, entry.remaining(now));
		}
		response.setRawStatusCode(notModified ? HttpStatus.NOT_MODIFIED.value() : stored.status());
		if (notModified || HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) {
			return response.setComplete();
		}
		Mono<DataBuffer> body = stored.body().hasRemaining()
				? Mono.fromSupplier(() -> response.bufferFactory().wrap(stored.body().duplicate())) : Mono.empty();
		// A body whose length nobody said was sent in chunks, and is again.
		return response.writeWith(stored.header(HttpHeaders.CONTENT_LENGTH).isEmpty() ? body.flux() : body);
	}

	/**
	 * RFC 9111, section 5.2.1.7.
	 */
	private Mono<Void> refuse(ServerWebExchange exchange) {
		CacheStatusHeaders.miss(exchange.getResponse().getHeaders(), "miss");
		exchange.getResponse().setStatusCode(HttpStatus.GATEWAY_TIMEOUT);
		return exchange.getResponse().setComplete();
	}

	private Mono<Void> forward(ServerWebExchange exchange, WebFilterChain chain, RoutePolicy route, Lookup lookup,
			CacheRequest request, String reason) {
		return Mono.deferContextual((context) -> {
			CacheDependencies dependencies = CacheDependencies.open(context);
			EntryKey key = new EntryKey(CACHE, lookup.key(), StoredResponseCodec.SHAPE);
			ResponseFill fill = new ResponseFill(key, route, this.engine, this.recorder, this.codec, dependencies,
					request, exchange.getResponse().getHeaders());
			prepare(exchange.getResponse().getHeaders(), reason);
			logger.debug("Miss: {}", key);
			CapturingResponse response = new CapturingResponse(exchange.getResponse(), fill,
					HttpMethod.HEAD.equals(exchange.getRequest().getMethod()));
			ServerWebExchange forwarded = new ForwardedExchange(exchange,
					ForwardedRequest.of(exchange.getRequest(), route), response, route.ignoreCookies());
			return chain.filter(forwarded)
				.then(Mono.defer(response::setComplete))
				.doOnError((ex) -> fill.failed())
				.contextWrite(dependencies::into);
		});
	}

	/**
	 * Says first what the rest of the chain may override. Spring Security leaves a
	 * {@code Cache-Control} that is there alone.
	 */
	private void prepare(HttpHeaders headers, String reason) {
		CacheStatusHeaders.miss(headers, reason);
		headers.setDate(this.engine.clock().instant());
		if (StringUtils.hasText(this.clientCacheControl)) {
			headers.setCacheControl(this.clientCacheControl);
		}
	}

}
