package io.freshet.caching.web;

import java.time.Duration;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import io.freshet.caching.resilience.WaitBudget;

/**
 * Gives each request a budget of time that it may wait for the shared tier, in the
 * response cache and in all method caches together.
 */
public final class WaitBudgetFilter implements WebFilter, Ordered {

	private final Duration limit;

	/**
	 * Makes a filter.
	 * @param limit the time that one request may wait in all
	 */
	public WaitBudgetFilter(Duration limit) {
		this.limit = limit;
	}

	/** Before everything that looks into a cache. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 80;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return chain.filter(exchange).contextWrite((context) -> WaitBudget.of(this.limit).into(context));
	}

}
