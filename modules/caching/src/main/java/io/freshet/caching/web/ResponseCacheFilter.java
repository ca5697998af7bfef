package io.freshet.caching.web;

import java.security.Principal;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheName;
import io.freshet.caching.http.CacheDecision;
import io.freshet.caching.http.RequestDecision;
import io.freshet.caching.web.CachedRoutes.Route;

/**
 * Answers requests on the configured routes from the cache, and keeps what the rest of
 * the chain answers. It stands outermost: what is kept is what the whole chain produced,
 * and a hit costs nothing of it. For routes where each principal has responses of their
 * own there is a second one, behind authentication and authorization.
 * <p>
 * What may be answered and kept is decided by {@link CacheDecision} and
 * {@link io.freshet.caching.http.StorageDecision}. A response carries the cache tags of
 * all that its handler read from method caches or declared with
 * {@link CacheDependencies}; an invalidation of any of them invalidates it. What a
 * handler reads elsewhere is bounded by the lifetime alone.
 */
public final class ResponseCacheFilter implements WebFilter, Ordered {

	/**
	 * Name of the cache that holds the responses.
	 */
	public static final CacheName CACHE = CacheName.of("responses");

	/** Behind the filters of Spring Security, which are at -100. */
	private static final int BEHIND_SECURITY = -50;

	private final Scope scope;

	private final CachedRoutes routes;

	private final ResponseCache cache;

	/**
	 * Makes a filter.
	 * @param scope for whom the responses are that it keeps
	 * @param routes the routes whose responses are cached
	 * @param cache keeps them
	 */
	public ResponseCacheFilter(Scope scope, CachedRoutes routes, ResponseCache cache) {
		this.scope = scope;
		this.routes = routes;
		this.cache = cache;
	}

	@Override
	public int getOrder() {
		return (this.scope == Scope.PUBLIC) ? HIGHEST_PRECEDENCE + 100 : BEHIND_SECURITY;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Route route = this.routes.find(exchange.getRequest().getPath().pathWithinApplication());
		if (route == null) {
			if (this.scope == Scope.PUBLIC && !RequestDecision.isSafe(exchange.getRequest().getMethod().name())) {
				this.cache.followOutside(exchange, this.routes);
			}
			return chain.filter(exchange);
		}
		if (route.policy().principalScoped() != (this.scope == Scope.PRINCIPAL)) {
			return chain.filter(exchange);
		}
		if (this.scope == Scope.PUBLIC) {
			return this.cache.handle(exchange, chain, route, null);
		}
		return exchange.getPrincipal()
			.map(Principal::getName)
			.defaultIfEmpty("")
			.flatMap((name) -> this.cache.handle(exchange, chain, route, name.isEmpty() ? null : name));
	}

	/**
	 * For whom responses are.
	 */
	public enum Scope {

		/**
		 * For everybody who asks.
		 */
		PUBLIC,

		/**
		 * For one principal.
		 */
		PRINCIPAL

	}

}
