package io.freshet.security;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.ServerWebExchange;

/**
 * Which scope a request needs. The security chain and the answers to those who lack the
 * scope both ask here.
 */
final class ScopeRules {

	static final String POSTS_WRITE = "posts:write";

	static final String TAGS_WRITE = "tags:write";

	static final String CACHE_ADMIN = "cache:admin";

	static final List<ScopeRule> ALL = List.of(
			new ScopeRule(CACHE_ADMIN, ServerWebExchangeMatchers.pathMatchers("/api/v1/cache/**", "/caches/**")),
			new ScopeRule(POSTS_WRITE, writing("/api/v1/posts/**")),
			new ScopeRule(TAGS_WRITE, writing("/api/v1/tags/**")));

	private ScopeRules() {
	}

	/**
	 * Returns what somebody is said to have who has a scope.
	 * @param scope the scope
	 * @return the name of the authority
	 */
	static String authority(String scope) {
		return "SCOPE_" + scope;
	}

	static Mono<String> scopeFor(ServerWebExchange exchange) {
		return Flux.fromIterable(ALL)
			.filterWhen((rule) -> rule.requests().matches(exchange).map(ServerWebExchangeMatcher.MatchResult::isMatch))
			.map(ScopeRule::scope)
			.next();
	}

	private static ServerWebExchangeMatcher writing(String pattern) {
		return new OrServerWebExchangeMatcher(ServerWebExchangeMatchers.pathMatchers(HttpMethod.POST, pattern),
				ServerWebExchangeMatchers.pathMatchers(HttpMethod.PUT, pattern),
				ServerWebExchangeMatchers.pathMatchers(HttpMethod.PATCH, pattern),
				ServerWebExchangeMatchers.pathMatchers(HttpMethod.DELETE, pattern));
	}

	/**
	 * Some requests and the scope that they need.
	 *
	 * @param scope the scope
	 * @param requests matches the requests
	 */
	record ScopeRule(String scope, ServerWebExchangeMatcher requests) {

		String authority() {
			return ScopeRules.authority(this.scope);
		}

	}

}
