package io.freshet.caching.web;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheName;
import io.freshet.caching.http.CacheProfile;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.load.CacheEngine;

/**
 * Has handlers answer POST. The answer may say that it is the one to a GET of the same
 * URI as well, and is then kept for that (RFC 9110, section 9.3.3).
 */
final class PostAnswers {

	private final CacheEngine engine;

	private final ResponseStore store;

	private final ResponseInvalidation invalidation;

	private final StatusTeller teller;

	PostAnswers(CacheEngine engine, ResponseStore store, ResponseInvalidation invalidation, StatusTeller teller) {
		this.engine = engine;
		this.store = store;
		this.invalidation = invalidation;
		this.teller = teller;
	}

	/**
	 * Returns whether an answer may be kept. Where a change does not invalidate what is
	 * stored, nobody could say that it is still the answer.
	 */
	static boolean mayBeKept(CacheRequest request, RoutePolicy route) {
		return HttpMethod.POST.matches(request.method()) && route.profile() == CacheProfile.STANDARD
				&& route.invalidateOnUnsafe();
	}

	/**
	 * Has the handler answer.
	 * @param exchange the exchange
	 * @param chain the rest of the chain
	 * @param request a request whose answer may be kept
	 * @param name the name of its route
	 * @param route the policy of its route
	 */
	Mono<Void> forward(ServerWebExchange exchange, WebFilterChain chain, CacheRequest request, CacheName name,
			RoutePolicy route) {
		return Mono.deferContextual((context) -> {
			CacheDependencies dependencies = CacheDependencies.open(context);
			ServerHttpResponse client = exchange.getResponse();
			this.teller.tellAtCommit(exchange, request, name, ToldStatus.method(), dependencies);
			PostReceiver receiver = new PostReceiver(client, request, route, dependencies, this.engine, this.store,
					this.invalidation);
			CapturedResponse response = new CapturedResponse(client, HttpHeaders.copyOf(client.getHeaders()), receiver);
			return chain.filter(exchange.mutate().response(response).build())
				.then(Mono.defer(response::setComplete))
				.contextWrite(dependencies::into);
		});
	}

}
