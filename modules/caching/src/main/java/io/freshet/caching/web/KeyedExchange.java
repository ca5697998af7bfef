package io.freshet.caching.web;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionStore;

/**
 * An exchange that shows the handler of a client's request only what the key of the
 * request has.
 */
class KeyedExchange extends ServerWebExchangeDecorator {

	private static final WebSessionStore NO_SESSIONS = new InMemoryWebSessionStore();

	private final ServerHttpRequest request;

	private final ServerHttpResponse response;

	private final boolean withoutCookies;

	private volatile @Nullable WebSession session;

	/**
	 * Makes an exchange.
	 * @param delegate the exchange of the client
	 * @param request what the handler is asked
	 * @param response where it answers
	 * @param withoutCookies whether it is not to see any cookies
	 */
	KeyedExchange(ServerWebExchange delegate, ServerHttpRequest request, ServerHttpResponse response,
			boolean withoutCookies) {
		super(delegate);
		this.request = request;
		this.response = response;
		this.withoutCookies = withoutCookies;
	}

	@Override
	public ServerHttpRequest getRequest() {
		return this.request;
	}

	@Override
	public ServerHttpResponse getResponse() {
		return this.response;
	}

	/**
	 * A session is found by a cookie, so where cookies are ignored it is always a new
	 * one, which nobody keeps.
	 */
	@Override
	public Mono<WebSession> getSession() {
		return this.withoutCookies ? NO_SESSIONS.createWebSession()
				: super.getSession().doOnNext((found) -> this.session = found);
	}

	/**
	 * Returns whether the client is going to get the identifier of a session. It is
	 * written to the client's response, not to the one that the handler sees.
	 */
	boolean beginsSession() {
		WebSession used = this.session;
		return used != null && used.isStarted();
	}

}
