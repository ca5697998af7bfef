package io.freshet.caching.web;

import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

import io.freshet.caching.http.GzipCoding;

/**
 * Conditions of requests that change something, as whoever made the representation
 * understands them. A client may name the tag of a compressed one, which it got from the
 * cache.
 */
final class OriginConditions {

	private static final List<String> NAMES = List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH);

	private OriginConditions() {
	}

	static ServerWebExchange in(ServerWebExchange exchange) {
		HttpHeaders asked = exchange.getRequest().getHeaders();
		if (NAMES.stream().noneMatch((name) -> asked.getOrEmpty(name).stream().anyMatch(GzipCoding::isMarked))) {
			return exchange;
		}
		return exchange.mutate().request((request) -> request.headers((headers) -> {
			for (String name : NAMES) {
				// An empty list would be a line without a value.
				if (!asked.containsHeader(name)) {
					continue;
				}
				headers.put(name, asked.getOrEmpty(name).stream().map(GzipCoding::withoutMarks).toList());
			}
		})).build();
	}

}
