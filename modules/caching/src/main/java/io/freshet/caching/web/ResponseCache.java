package io.freshet.caching.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheName;
import io.freshet.caching.administration.ResponseExplanation.Outcome;
import io.freshet.caching.http.Answer;
import io.freshet.caching.http.BypassReason;
import io.freshet.caching.http.CacheDecision;
import io.freshet.caching.http.CacheDecision.Forward;
import io.freshet.caching.http.CacheDecision.Refuse;
import io.freshet.caching.http.CacheDecision.Revalidate;
import io.freshet.caching.http.CacheDecision.Serve;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.ForwardReason;
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
import io.freshet.caching.store.ResponseOutcome;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.Tier;
import io.freshet.caching.web.CachedRoutes.Route;

/**
 * Executes what is decided for requests and responses.
 */
public final class ResponseCache {

	private static final Logger logger = LoggerFactory.getLogger(ResponseCache.class);

	private final CacheEngine engine;

	private final CacheRecorder recorder;

	private final ResponseStore store;

	private final ResponseInvalidation invalidation;

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
		this.forwarding = new ResponseForwarding(this.store, this.invalidation, engine, background, recorder,
				clientCacheControl);
		this.posts = new PostAnswers(engine, this.store, this.invalidation, recorder);
	}

	/**
	 * Answers a request of a cached route.
	 */
	Mono<Void> handle(ServerWebExchange exchange, WebFilterChain chain, Route configured, @Nullable String principal) {
		RoutePolicy route = effective(configured);
		CacheRequest request = describe(exchange.getRequest(), principal);
		RequestDecision decision = decide(FreshnessTokenFilter.isUnseen(exchange), request, configured.name(), route);
		if (decision instanceof Bypass bypass) {
			return bypass(exchange, chain, configured.name(), bypass);
		}
		if (decision instanceof Pass pass) {
			return pass(exchange, chain, request, configured.name(), route, pass);
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
			return new Bypass(BypassReason.SWITCHED_OFF);
		}
		return unseen ? new Bypass(BypassReason.UNSEEN_WRITE) : RequestDecision.of(request, route);
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

	private Mono<Void> bypass(ServerWebExchange exchange, WebFilterChain chain, CacheName route, Bypass bypass) {
		Outcome outcome = Outcomes.of(bypass);
		this.recorder.bypass(ResponseCacheFilter.CACHE);
		logger.debug("{} {}: {}", exchange.getRequest().getMethod(), exchange.getRequest().getPath(), outcome);
		return past(exchange, chain, route, CacheStatus.forwarded(ForwardReason.BYPASS).withDetail(outcome.reason()));
	}

	private Mono<Void> pass(ServerWebExchange exchange, WebFilterChain chain, CacheRequest request, CacheName name,
			RoutePolicy route, Pass pass) {
		if (logger.isDebugEnabled()) {
			logger.debug("{} {}: {}", request.method(), request.uri(), Outcomes.of(pass));
		}
		ServerWebExchange forwarded = route.compresses() ? OriginConditions.in(exchange) : exchange;
		CacheStatus status = CacheStatus.forwarded(ForwardReason.METHOD);
		if (PostAnswers.mayBeKept(request, route)) {
			return this.posts.forward(forwarded, chain, request, name, route, status);
		}
		if (pass.unsafe()) {
			this.invalidation.follow(request, exchange.getResponse(), route);
		}
		return past(forwarded, chain, name, status);
	}

	/**
	 * Nothing is kept, but what the handler reads from available caches may be stale all
	 * the same.
	 */
	private Mono<Void> past(ServerWebExchange exchange, WebFilterChain chain, CacheName route, CacheStatus status) {
		return Mono.deferContextual((context) -> {
			CacheDependencies dependencies = CacheDependencies.open(context);
			ServerHttpResponse response = exchange.getResponse();
			ResponseOutcome told = CacheStatusHeaders.bypass(response.getHeaders(), status);
			response.beforeCommit(() -> Mono.fromRunnable(() -> this.recorder.response(route,
					CacheStatusHeaders.ofParts(response.getHeaders(), status, told, dependencies))));
			return chain.filter(exchange).contextWrite(dependencies::into);
		});
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
		log(request, key, FoundResponses.of(near), serve, route, now);
		return new ResponseHit(request, configured.name(), route, near, serve.staleness(), now);
	}

	/**
	 * Tells that a hit is sent.
	 * @param hit the hit
	 * @param headers the header fields of the response, to be filled
	 */
	void send(ResponseHit hit, HttpHeaders headers) {
		this.recorder.hit(ResponseCacheFilter.CACHE, Tier.NEAR);
		this.recorder.response(hit.routeName(), hit.tell(headers));
		hit.answer().headers().forEach((field) -> headers.add(field.name(), field.value()));
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
			FoundResponses found = FoundResponses.of(near);
			log(asked, found, serve, now);
			return serve(asked, found, serve, now);
		}
		return this.store.find(asked.key(), asked.headers(), asked.route().failSafe())
			.flatMap((found) -> execute(asked, found,
					CacheDecision.of(asked.request(), found.responses(), now, asked.route()), now));
	}

	private Mono<Void> execute(AskedRequest asked, FoundResponses found, CacheDecision decision, Instant now) {
		this.recorder.request(ResponseCacheFilter.CACHE, decision instanceof Serve);
		log(asked, found, decision, now);
		if (decision instanceof Serve serve) {
			return serve(asked, found, serve, now);
		}
		if (decision instanceof Refuse) {
			return refuse(asked);
		}
		return this.forwarding.forward(asked, miss(decision, found), Mono.defer(() -> answer(asked)));
	}

	private static void log(AskedRequest asked, FoundResponses found, CacheDecision decision, Instant now) {
		log(asked.request(), asked.key(), found, decision, asked.route(), now);
	}

	private static void log(CacheRequest request, EntryKey key, FoundResponses found, CacheDecision decision,
			RoutePolicy route, Instant now) {
		if (logger.isDebugEnabled()) {
			logger.debug("{} {}: {}", request.method(), key, Outcomes.of(decision, found, route, now));
		}
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
		this.recorder.response(asked.routeName(), hit.tell(response.getHeaders()));
		Mono<Void> written = ResponseWriter.write(asked.request(), response, hit.answer());
		return serve.revalidate() ? Mono.deferContextual((context) -> {
			CacheDecision due = CacheDecision.refresh(serve.response());
			this.forwarding.refresh(asked, miss(due, found), outer, context);
			return written;
		}) : written;
	}

	/**
	 * RFC 9111, section 5.2.1.7.
	 */
	private Mono<Void> refuse(AskedRequest asked) {
		ServerHttpResponse response = asked.exchange().getResponse();
		this.recorder.response(asked.routeName(), CacheStatusHeaders.miss(response.getHeaders(),
				CacheStatus.forwarded(ForwardReason.URI_MISS).withDetail("only-if-cached")));
		response.setStatusCode(HttpStatus.GATEWAY_TIMEOUT);
		return response.setComplete();
	}

}
