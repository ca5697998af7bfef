package io.freshet.caching.web;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

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
		ServerHttpRequest.Builder forwarded = request.mutate().method(HttpMethod.GET).headers((headers) -> {
			NOT_FORWARDED.forEach(headers::remove);
			conditions.forEach((condition) -> headers.add(condition.name(), condition.value()));
		});
		Set<String> listed = asked.route().query();
		if (listed != null && !listed.containsAll(request.getQueryParams().keySet())) {
			forwarded.uri(withListedQuery(request, listed));
		}
		return asked.hidesCookies() ? withoutCookies(forwarded) : forwarded.build();
	}

	/**
	 * Writes the query anew from the parameters as they were decoded for the key. A
	 * second way to read the raw text could come to other parameters than the key has.
	 */
	private static URI withListedQuery(ServerHttpRequest request, Set<String> listed) {
		List<String> kept = new ArrayList<>();
		request.getQueryParams().forEach((name, values) -> {
			if (listed.contains(name)) {
				values.forEach((value) -> kept.add(parameter(name, value)));
			}
		});
		return UriComponentsBuilder.fromUri(request.getURI())
			.replaceQuery(kept.isEmpty() ? null : String.join("&", kept))
			.build(true)
			.toUri();
	}

	private static String parameter(String name, @Nullable String value) {
		String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
		return (value != null) ? encoded + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) : encoded;
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
