package io.freshet.caching.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheName;
import io.freshet.caching.http.Answer;
import io.freshet.caching.http.BypassReason;
import io.freshet.caching.http.CacheDecision;
import io.freshet.caching.http.CacheDecision.Forward;
import io.freshet.caching.http.CacheDecision.Refuse;
import io.freshet.caching.http.CacheDecision.Revalidate;
import io.freshet.caching.http.CacheDecision.Serve;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.RequestDecision;
import io.freshet.caching.http.RequestDecision.Bypass;
import io.freshet.caching.http.RequestDecision.Lookup;
import io.freshet.caching.http.RequestDecision.Pass;
import io.freshet.caching.http.RequestTarget;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.Staleness;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.Tier;
import io.freshet.caching.web.CachedRoutes.Route;

/**
 * Executes what is decided for requests and responses.
 */
public final class ResponseCache {

	private final CacheEngine engine;

	private final CacheRecorder recorder;

	private final ResponseStore store;

	private final ResponseInvalidation invalidation;

	private final StatusTeller teller;

	private final ResponseWriter writer;

	private final ResponseForwarding forwarding;

	private final PostAnswers posts;

	/**
	 * Makes a cache.
	 * @param engine the engine of the caches
	 * @param invalidator invalidates what an unsafe method has changed
	 * @param background owns the requests that outlive their clients
	 * @param recorder is told what happens
	 * @param clientCacheControl what routes of the safe profile tell their clients in
	 * {@code Cache-Control}, if their handlers say nothing
	 * @param labels labels what is stored
	 */
	public ResponseCache(CacheEngine engine, TransactionalInvalidator invalidator, BackgroundWork background,
			CacheRecorder recorder, String clientCacheControl, ResponseLabels labels) {
		this.engine = engine;
		this.recorder = recorder;
		this.store = new ResponseStore(ResponseCacheFilter.CACHE, engine, engine::findKept, labels);
		this.invalidation = new ResponseInvalidation(invalidator);
		this.teller = new StatusTeller(recorder, labels);
		this.writer = new ResponseWriter(this.teller);
		this.forwarding = new ResponseForwarding(this.store, this.invalidation, engine, background, recorder,
				this.teller, this.writer, clientCacheControl);
		this.posts = new PostAnswers(engine, this.store, this.invalidation, this.teller);
	}

	/**
	 * Answers a request of a cached route.
	 */
	Mono<Void> handle(ServerWebExchange exchange, WebFilterChain chain, Route configured, @Nullable String principal) {
		RoutePolicy route = effective(configured);
		CacheRequest request = describe(exchange.getRequest(), principal);
		RequestDecision decision = decide(FreshnessTokenFilter.isUnseen(exchange), request, configured.name(), route);
		if (decision instanceof Bypass bypass) {
			this.recorder.bypass(ResponseCacheFilter.CACHE);
			ServerWebExchange asked = RequestDecision.isSafe(request.method()) ? exchange
					: asOriginKnows(exchange, route);
			return past(asked, chain, request, configured.name(), route, ToldStatus.bypass(bypass.reason()));
		}
		if (decision instanceof Pass) {
			ServerWebExchange asked = asOriginKnows(exchange, route);
			return PostAnswers.mayBeKept(request, route)
					? this.posts.forward(asked, chain, request, configured.name(), route)
					: past(asked, chain, request, configured.name(), route, ToldStatus.method());
		}
		if (decision instanceof RequestDecision.Refuse) {
			return refuse(exchange, request, configured.name());
		}
		return answer(new AskedRequest(exchange, chain, request, configured.name(), route,
				this.store.key(((Lookup) decision).key()),
				this.engine.view().isCurrent() ? this.engine.view().sequence() : Long.MAX_VALUE));
	}

	/** The policy as an administrator has changed it. */
	RoutePolicy effective(Route route) {
		RoutePolicy configured = route.policy();
		Duration ttl = configured.ttl();
		if (ttl == null) {
			return configured;
		}
		Duration changed = this.engine.effectiveTtl(route.name(),
				this.engine.effectiveTtl(ResponseCacheFilter.CACHE, ttl));
		return changed.equals(ttl) ? configured : configured.withTtl(changed);
	}

	RequestDecision decide(boolean unseen, CacheRequest request, CacheName name, RoutePolicy route) {
		if (this.engine.isSwitchedOff(ResponseCacheFilter.CACHE) || this.engine.isSwitchedOff(name)) {
			return RequestDecision.orRefuse(new Bypass(BypassReason.SWITCHED_OFF), request, route);
		}
		return unseen ? RequestDecision.orRefuse(new Bypass(BypassReason.UNSEEN_WRITE), request, route)
				: RequestDecision.of(request, route);
	}

	static CacheRequest describe(ServerHttpRequest request, @Nullable String principal) {
		return new CacheRequest(request.getMethod().name(), target(request), new RequestFields(request.getHeaders()),
				principal);
	}

	static RequestTarget target(ServerHttpRequest request) {
		String scheme = String.valueOf(request.getURI().getScheme());
		String authority = String.valueOf(request.getURI().getRawAuthority()).toLowerCase(Locale.ROOT);
		return new RequestTarget(scheme + "://" + authority + request.getURI().getRawPath(), request.getQueryParams(),
				request.getURI().getRawQuery());
	}

	/**
	 * A request that passes the cache by invalidates all the same if it may change
	 * something. Nothing is kept, but what the handler reads from available caches may be
	 * stale.
	 */
	private Mono<Void> past(ServerWebExchange exchange, WebFilterChain chain, CacheRequest request, CacheName name,
			RoutePolicy route, ToldStatus told) {
		if (!RequestDecision.isSafe(request.method())) {
			this.invalidation.follow(request, exchange.getResponse(), route);
		}
		return Mono.deferContextual((context) -> {
			CacheDependencies dependencies = CacheDependencies.open(context);
			this.teller.tellAtCommit(exchange, request, name, told, dependencies);
			return chain.filter(exchange).contextWrite(dependencies::into);
		});
	}

	/**
	 * Has a request that is on no route, and may change something, invalidate what its
	 * answer says that it changed.
	 */
	void followOutside(ServerWebExchange exchange, CachedRoutes routes) {
		ServerHttpRequest request = exchange.getRequest();
		String contextPath = request.getPath().contextPath().value();
		this.invalidation.followNamed(describe(request, null), exchange.getResponse(), (target) -> {
			Route route = routes.find(ResponseTags.path(target), contextPath);
			return route != null && route.policy().invalidateOnUnsafe();
		});
	}

	private static ServerWebExchange asOriginKnows(ServerWebExchange exchange, RoutePolicy route) {
		return route.compresses() ? OriginConditions.in(exchange) : exchange;
	}

	/**
	 * Looks for an answer in memory that is fresh and asks for nothing but to be sent.
	 * @param request a request that no token of a write came with
	 * @param configured its route, which has the same responses for all
	 * @return the answer, to be told by {@link #send}; null if whoever asks has to come
	 * through the filter
	 */
	@Nullable ResponseHit hit(CacheRequest request, Route configured) {
		RoutePolicy route = effective(configured);
		if (!(decide(false, request, configured.name(), route) instanceof Lookup lookup)) {
			return null;
		}
		EntryKey key = this.store.key(lookup.key());
		Instant now = this.engine.clock().instant();
		FoundResponse near = this.store.peek(key, request.headers(), now.toEpochMilli());
		Serve serve = (near != null) ? serve(near, request, route, now) : null;
		if (near == null || serve == null || serve.staleness() != Staleness.FRESH) {
			return null;
		}
		return new ResponseHit(request, configured.name(), route, near, serve.staleness(), now);
	}

	/**
	 * Tells that a hit is sent.
	 * @param hit the hit
	 * @param headers the header fields of the response, to be filled
	 */
	void send(ResponseHit hit, HttpHeaders headers) {
		this.recorder.hit(ResponseCacheFilter.CACHE, Tier.NEAR);
		hit.answer().headers().forEach((field) -> headers.add(field.name(), field.value()));
		this.teller.tell(headers, hit.request(), hit.routeName(), hit.addAge(headers));
	}

	private static @Nullable Serve serve(FoundResponse near, CacheRequest request, RoutePolicy route, Instant now) {
		return (CacheDecision.of(request, List.of(near.response()), now, route) instanceof Serve serve) ? serve : null;
	}

	private Mono<Void> answer(AskedRequest asked) {
		Instant now = this.engine.clock().instant();
		FoundResponse near = this.store.peek(asked.key(), asked.headers(), now.toEpochMilli());
		Serve serve = (near != null) ? serve(near, asked.request(), asked.route(), now) : null;
		if (near != null && serve != null) {
			this.recorder.hit(ResponseCacheFilter.CACHE, Tier.NEAR);
			return serve(asked, FoundResponses.of(near), serve, now);
		}
		return this.store.find(asked.key(), asked.headers(), asked.route().failSafe())
			.flatMap((found) -> execute(asked, found,
					CacheDecision.of(asked.request(), found.responses(), now, asked.route()), now));
	}

	private Mono<Void> execute(AskedRequest asked, FoundResponses found, CacheDecision decision, Instant now) {
		this.recorder.request(ResponseCacheFilter.CACHE, decision instanceof Serve);
		if (decision instanceof Serve serve) {
			return serve(asked, found, serve, now);
		}
		if (decision instanceof Refuse) {
			return refuse(asked.exchange(), asked.request(), asked.routeName());
		}
		return this.forwarding.forward(asked, miss(decision, found), Mono.defer(() -> answer(asked)));
	}

	private static Miss miss(CacheDecision decision, FoundResponses found) {
		return (decision instanceof Revalidate revalidate)
				? new Miss(revalidate.reason(), found, found.of(revalidate.response()), revalidate.conditions())
				: Miss.of(((Forward) decision).reason(), found);
	}

	private Mono<Void> serve(AskedRequest asked, FoundResponses found, Serve serve, Instant now) {
		ServerHttpResponse response = asked.exchange().getResponse();
		HttpHeaders outer = serve.revalidate() ? HttpHeaders.copyOf(response.getHeaders()) : HttpHeaders.EMPTY;
		ResponseHit hit = new ResponseHit(asked.request(), asked.routeName(), asked.route(), found.of(serve.response()),
				serve.staleness(), now);
		Mono<Void> written = this.writer.write(asked, hit.answer(), hit.addAge(response.getHeaders()));
		return serve.revalidate() ? Mono.deferContextual((context) -> {
			CacheDecision due = CacheDecision.refresh(serve.response());
			this.forwarding.refresh(asked, miss(due, found), outer, context);
			return written;
		}) : written;
	}

	/**
	 * RFC 9111, section 5.2.1.7.
	 */
	private Mono<Void> refuse(ServerWebExchange exchange, CacheRequest request, CacheName route) {
		this.teller.tell(exchange, request, route, ToldStatus.refused());
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatus.GATEWAY_TIMEOUT);
		return response.setComplete();
	}

}
