package io.freshet.admin.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.freshet.admin.web.InvalidCacheRequestException.Place;
import io.freshet.caching.administration.ResponseQuery;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The request that is to be explained.
 */
final class ExplainRequest {

	static final String URL = "url";

	static final String METHOD = "method";

	static final String HEADER = "header";

	static final String PRINCIPAL = "principal";

	private static final Set<String> PARAMETERS = Set.of(URL, METHOD, HEADER, PRINCIPAL);

	private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}";

	private static final String ALLOWED_HEADER = "a name, a colon and a value, such as Accept:application/json";

	private ExplainRequest() {
	}

	static ResponseQuery of(ServerHttpRequest request) {
		Map<String, List<String>> query = request.getQueryParams();
		for (String parameter : new TreeSet<>(query.keySet())) {
			if (!PARAMETERS.contains(parameter)) {
				throw InvalidCacheRequestException.unknown(Place.PARAMETER, parameter, new TreeSet<>(PARAMETERS));
			}
		}
		String url = single(query, URL);
		if (url == null) {
			throw InvalidCacheRequestException.value(Place.PARAMETER, URL, "", "a URL or a path, given once");
		}
		String method = single(query, METHOD);
		if (method != null && !method.matches(TOKEN)) {
			throw InvalidCacheRequestException.value(Place.PARAMETER, METHOD, method, "a method, such as GET");
		}
		URI uri = CacheUri.parse(Place.PARAMETER, URL, url, request.getURI());
		return new ResponseQuery((method != null) ? method : "GET", uri, headers(query.getOrDefault(HEADER, List.of())),
				single(query, PRINCIPAL));
	}

	private static @Nullable String single(Map<String, List<String>> query, String parameter) {
		List<String> values = query.getOrDefault(parameter, List.of());
		if (values.size() > 1) {
			throw new InvalidCacheRequestException(Place.PARAMETER, parameter,
					"Parameter '" + parameter + "' came " + values.size() + " times but may come once", "once");
		}
		@Nullable String value = values.isEmpty() ? null : values.get(0);
		return (value == null || value.isEmpty()) ? null : value;
	}

	private static Map<String, List<String>> headers(List<String> lines) {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		for (@Nullable
		String line : lines) {
			String text = (line != null) ? line : "";
			int colon = text.indexOf(':');
			if (colon < 1 || !text.substring(0, colon).matches(TOKEN)
					|| text.chars().anyMatch(Character::isISOControl)) {
				throw InvalidCacheRequestException.value(Place.PARAMETER, HEADER, text, ALLOWED_HEADER);
			}
			headers.computeIfAbsent(text.substring(0, colon), (name) -> new ArrayList<>())
				.add(text.substring(colon + 1).strip());
		}
		return headers;
	}

}
