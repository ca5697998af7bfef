package io.freshet.caching.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ServerWebExchange;

/**
 * The exchange of a {@link ForwardedRequest} and a {@link CapturedResponse}. A plain
 * mutation would still answer some questions from the request of the client: whether it
 * has the representation already, and what is in its session.
 */
final class ForwardedExchange extends KeyedExchange {

	private final Map<String, Object> attributes;

	private final boolean conditional;

	private volatile boolean notModified;

	/**
	 * Makes an exchange.
	 * @param delegate the exchange of the client
	 * @param request what the handler is asked
	 * @param response where it answers
	 * @param withoutCookies whether it is not to see any cookies
	 * @param conditional whether it is asked if a stored response still holds
	 */
	ForwardedExchange(ServerWebExchange delegate, ServerHttpRequest request, ServerHttpResponse response,
			boolean withoutCookies, boolean conditional) {
		super(delegate, request, response, withoutCookies);
		this.attributes = new ConcurrentHashMap<>(delegate.getAttributes());
		this.conditional = conditional;
	}

	/**
	 * Attributes of its own: the chain may run again for the same client, and would take
	 * what a first run left behind for its own.
	 */
	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public boolean isNotModified() {
		return this.notModified;
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
	 * Sets the fields that conditions are compared with. Whether the client has the
	 * representation already is no matter, because the whole response is wanted; whether
	 * the stored one still holds is, if the handler is asked that.
	 */
	@Override
	public boolean checkNotModified(@Nullable String etag, Instant lastModified) {
		HttpStatusCode status = getResponse().getStatusCode();
		if (this.notModified || (status != null && !status.isSameCodeAs(HttpStatus.OK))) {
			return this.notModified;
		}
		HttpHeaders headers = getResponse().getHeaders();
		if (StringUtils.hasLength(etag) && headers.getETag() == null) {
			headers.setETag(etag);
		}
		if (lastModified.isAfter(Instant.EPOCH) && headers.getLastModified() == -1) {
			headers.setLastModified(lastModified);
		}
		if (this.conditional && stillHolds(headers)) {
			this.notModified = true;
			getResponse().setStatusCode(HttpStatus.NOT_MODIFIED);
		}
		return this.notModified;
	}

	/**
	 * RFC 9110, section 13.2.2: where there are entity tags, dates count for nothing.
	 */
	private boolean stillHolds(HttpHeaders current) {
		HttpHeaders asked = getRequest().getHeaders();
		List<ETag> entityTags = ETag.parse(String.join(",", asked.getOrEmpty(HttpHeaders.IF_NONE_MATCH)));
		String etag = current.getETag();
		if (!entityTags.isEmpty()) {
			return etag != null && ETag.parse(etag)
				.stream()
				.anyMatch((one) -> entityTags.stream().anyMatch((other) -> one.compare(other, false)));
		}
		long since = asked.getIfModifiedSince();
		long modified = current.getLastModified();
		return since != -1 && modified != -1 && modified <= since;
	}

}
