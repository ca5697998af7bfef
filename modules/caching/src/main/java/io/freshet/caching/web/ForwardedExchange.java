package io.freshet.caching.web;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionStore;

/**
 * The exchange of a {@link ForwardedRequest} and a {@link CapturingResponse}. A plain
 * mutation would still answer some questions from the request of the client: whether it
 * has the representation already, and what is in its session.
 */
final class ForwardedExchange extends ServerWebExchangeDecorator {

	private static final WebSessionStore NO_SESSIONS = new InMemoryWebSessionStore();

	private final ServerHttpRequest request;

	private final ServerHttpResponse response;

	private final boolean ignoreCookies;

	ForwardedExchange(ServerWebExchange delegate, ServerHttpRequest request, ServerHttpResponse response,
			boolean ignoreCookies) {
		super(delegate);
		this.request = request;
		this.response = response;
		this.ignoreCookies = ignoreCookies;
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
		return this.ignoreCookies ? NO_SESSIONS.createWebSession() : super.getSession();
	}

	@Override
	public boolean isNotModified() {
		return false;
	}

	@Override
	public boolean checkNotModified(Instant lastModified) {
		return checkNotModified(null, lastModified);
	}

	@Override
	public boolean checkNotModified(String etag) {
		return checkNotModified(etag, Instant.MIN);
	}

	/**
	 * Never so, because the whole response is wanted; sets the fields that the client's
	 * condition is compared with.
	 */
	@Override
	public boolean checkNotModified(@Nullable String etag, Instant lastModified) {
		HttpStatusCode status = this.response.getStatusCode();
		if (status == null || status.isSameCodeAs(HttpStatus.OK)) {
			HttpHeaders headers = this.response.getHeaders();
			if (StringUtils.hasLength(etag) && headers.getETag() == null) {
				headers.setETag(etag);
			}
			if (lastModified.isAfter(Instant.EPOCH) && headers.getLastModified() == -1) {
				headers.setLastModified(lastModified);
			}
		}
		return false;
	}

}
