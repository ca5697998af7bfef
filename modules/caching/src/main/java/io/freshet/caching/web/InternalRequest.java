package io.freshet.caching.web;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import io.freshet.caching.administration.ResponseQuery;

/**
 * A request without body and cookies that no handler sees: one that no client sent, or
 * that is looked at before any handler. Its path and its query are understood as those of
 * any other.
 */
public final class InternalRequest extends AbstractServerHttpRequest {

	InternalRequest(ResponseQuery query, @Nullable String contextPath) {
		this(HttpMethod.valueOf(query.method()), query.uri(), contextPath, headers(query));
	}

	/**
	 * Makes a request.
	 * @param method the method
	 * @param uri the URI
	 * @param contextPath the path of the application, or null if it is the whole server
	 * @param headers the header fields
	 */
	public InternalRequest(HttpMethod method, URI uri, @Nullable String contextPath, HttpHeaders headers) {
		super(method, uri, contextPath, headers);
	}

	private static HttpHeaders headers(ResponseQuery query) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.HOST, query.uri().getRawAuthority());
		for (Map.Entry<String, List<String>> field : query.headers().entrySet()) {
			headers.put(field.getKey(), field.getValue());
		}
		return headers;
	}

	@Override
	protected MultiValueMap<String, HttpCookie> initCookies() {
		return new LinkedMultiValueMap<>();
	}

	@Override
	protected @Nullable SslInfo initSslInfo() {
		return null;
	}

	@Override
	public @Nullable InetSocketAddress getRemoteAddress() {
		return null;
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return Flux.empty();
	}

	@Override
	@SuppressWarnings("TypeParameterUnusedInFormals")
	public <T> T getNativeRequest() {
		throw new UnsupportedOperationException("No server received this request");
	}

}
