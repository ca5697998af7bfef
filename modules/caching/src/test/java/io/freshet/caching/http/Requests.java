package io.freshet.caching.http;

import java.util.List;
import java.util.Map;

/** Requests for tests. */
final class Requests {

	static final String TARGET = "http://origin.example/things/1";

	private Requests() {
	}

	/** A GET with header fields, names and values in turn. */
	static CacheRequest get(String... headers) {
		return get(TARGET, Map.of(), headers);
	}

	static CacheRequest get(String target, Map<String, List<String>> query, String... headers) {
		return new CacheRequest("GET", new RequestTarget(target, query, null), Fields.of(headers), null);
	}

	static CacheRequest of(String method, String... headers) {
		return new CacheRequest(method, new RequestTarget(TARGET, Map.of(), null), Fields.of(headers), null);
	}

	static CacheRequest withRawQuery(String rawQuery) {
		return new CacheRequest("GET", new RequestTarget(TARGET, Map.of(), rawQuery), Fields.NONE, null);
	}

	static CacheRequest of(String principal, Fields headers) {
		return new CacheRequest("GET", new RequestTarget(TARGET, Map.of(), null), headers, principal);
	}

}
