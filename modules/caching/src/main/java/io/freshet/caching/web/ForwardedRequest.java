package io.freshet.caching.web;

import java.net.URI;
import java.util.Set;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

import io.freshet.caching.http.RoutePolicy;

/**
 * The request that a handler sees when its answer is going to be kept: a GET for the
 * whole representation, without anything that is not part of the key. So nothing that
 * only one client said can shape what all will get.
 */
final class ForwardedRequest {

	private ForwardedRequest() {
	}

	static ServerHttpRequest of(ServerHttpRequest request, RoutePolicy route) {
		ServerHttpRequest.Builder forwarded = request.mutate().method(HttpMethod.GET).headers((headers) -> {
			headers.remove(HttpHeaders.IF_NONE_MATCH);
			headers.remove(HttpHeaders.IF_MODIFIED_SINCE);
			headers.remove(HttpHeaders.IF_MATCH);
			headers.remove(HttpHeaders.IF_UNMODIFIED_SINCE);
			headers.remove(HttpHeaders.RANGE);
			headers.remove(HttpHeaders.IF_RANGE);
			if (route.ignoreCookies()) {
				headers.remove(HttpHeaders.COOKIE);
			}
		});
		Set<String> listed = route.query();
		if (listed != null && !listed.containsAll(request.getQueryParams().keySet())) {
			forwarded.uri(withListedQuery(request, listed));
		}
		return forwarded.build();
	}

	private static URI withListedQuery(ServerHttpRequest request, Set<String> listed) {
		MultiValueMap<String, String> raw = UriComponentsBuilder.fromUri(request.getURI()).build().getQueryParams();
		MultiValueMap<String, String> kept = new LinkedMultiValueMap<>();
		raw.forEach((name, values) -> {
			if (listed.contains(name)) {
				kept.put(name, values);
			}
		});
		return UriComponentsBuilder.fromUri(request.getURI()).replaceQueryParams(kept).build(true).toUri();
	}

}
