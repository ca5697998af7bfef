package io.freshet.caching.web;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import io.freshet.caching.http.HeaderField;

/**
 * The request that a handler sees when its answer is going to be kept: a GET for the
 * whole representation, without conditions, without query parameters that are not part of
 * the key and, where they are ignored, without cookies.
 */
final class ForwardedRequest {

	private static final List<String> NOT_FORWARDED = List.of(HttpHeaders.IF_NONE_MATCH, HttpHeaders.IF_MODIFIED_SINCE,
			HttpHeaders.IF_MATCH, HttpHeaders.IF_UNMODIFIED_SINCE, HttpHeaders.RANGE, HttpHeaders.IF_RANGE);

	private ForwardedRequest() {
	}

	/**
	 * Makes the request.
	 * @param asked the request of the client
	 * @param conditions header fields that ask whether a stored response still holds
	 */
	static ServerHttpRequest of(AskedRequest asked, List<HeaderField> conditions) {
		ServerHttpRequest request = asked.exchange().getRequest();
		return keyed(asked, request.mutate().method(HttpMethod.GET).headers((headers) -> {
			NOT_FORWARDED.forEach(headers::remove);
			conditions.forEach((condition) -> headers.add(condition.name(), condition.value()));
		}));
	}

	/**
	 * Makes the request whose answer is for its client alone: what the client asks for,
	 * and nothing else that other requests for the same key are not to be answered by.
	 * @param asked the request of the client
	 */
	static ServerHttpRequest alone(AskedRequest asked) {
		return keyed(asked, asked.exchange().getRequest().mutate());
	}

	private static ServerHttpRequest keyed(AskedRequest asked, ServerHttpRequest.Builder forwarded) {
		ServerHttpRequest request = asked.exchange().getRequest();
		if (!asked.isStandard() || asked.route().query() != null) {
			String query = query(request.getQueryParams(), asked.route().query());
			if (!Objects.equals(query, request.getURI().getRawQuery())) {
				forwarded.uri(withQuery(request.getURI(), query));
			}
		}
		return asked.hidesCookies() ? withoutCookies(forwarded) : forwarded.build();
	}

	/**
	 * Writes the query anew from the parameters as they were decoded for the key, and in
	 * the order of the key. Another way to read the raw text could come to other
	 * parameters than the key has.
	 */
	private static @Nullable String query(MultiValueMap<String, String> parameters, @Nullable Set<String> listed) {
		List<String> kept = new ArrayList<>();
		new TreeMap<>(parameters).forEach((name, values) -> {
			if (listed == null || listed.contains(name)) {
				values.forEach((value) -> kept.add(parameter(name, value)));
			}
		});
		return kept.isEmpty() ? null : String.join("&", kept);
	}

	/**
	 * Leaves all before the query as it was sent.
	 */
	private static URI withQuery(URI uri, @Nullable String query) {
		String sent = uri.toString();
		int mark = sent.indexOf('?');
		String target = (mark < 0) ? sent : sent.substring(0, mark);
		return URI.create((query != null) ? target + "?" + query : target);
	}

	private static String parameter(String name, @Nullable String value) {
		return (value != null) ? encoded(name) + "=" + encoded(value) : encoded(name);
	}

	/**
	 * Not all servers take a plus for a space.
	 */
	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static ServerHttpRequest withoutCookies(ServerHttpRequest.Builder forwarded) {
		return new ServerHttpRequestDecorator(
				forwarded.headers((headers) -> headers.remove(HttpHeaders.COOKIE)).build()) {

			@Override
			public MultiValueMap<String, HttpCookie> getCookies() {
				return CollectionUtils.unmodifiableMultiValueMap(new LinkedMultiValueMap<>());
			}

		};
	}

}
