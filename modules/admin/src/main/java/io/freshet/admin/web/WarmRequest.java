package io.freshet.admin.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.freshet.admin.web.InvalidCacheRequestException.Place;
import io.freshet.caching.administration.ResponseQuery;
import tools.jackson.databind.JsonNode;

/**
 * The requests whose responses are to be stored: URLs of this application, and what else
 * the responses may vary by. No credentials.
 */
final class WarmRequest {

	private static final int MOST = 100;

	private static final String URLS = "urls";

	private static final String HEADERS = "headers";

	private static final Set<String> MEMBERS = Set.of(URLS, HEADERS);

	private static final Set<String> NEGOTIATING = Set.of("accept", "accept-encoding", "accept-language");

	private WarmRequest() {
	}

	static List<ResponseQuery> of(JsonNode content, URI self) {
		for (String member : content.propertyNames()) {
			if (!MEMBERS.contains(member)) {
				throw InvalidCacheRequestException.unknown(Place.MEMBER, member, new TreeSet<>(MEMBERS));
			}
		}
		JsonNode urls = content.path(URLS);
		if (!urls.isArray() || urls.isEmpty() || urls.size() > MOST) {
			throw new InvalidCacheRequestException(Place.MEMBER, URLS,
					"Member 'urls' must be a list of 1 to " + MOST + " URLs or paths of this application",
					"1 to " + MOST + " URLs or paths");
		}
		Map<String, List<String>> headers = headers(content.path(HEADERS));
		List<ResponseQuery> queries = new ArrayList<>();
		for (JsonNode url : urls) {
			String text = url.isString() ? url.stringValue() : url.toString();
			queries.add(new ResponseQuery("GET", CacheUri.parseOwn(Place.MEMBER, URLS, text, self), headers, null));
		}
		return queries;
	}

	private static Map<String, List<String>> headers(JsonNode content) {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		for (String name : content.propertyNames()) {
			String text = content.get(name).isString() ? content.get(name).stringValue() : "";
			if (!NEGOTIATING.contains(name.toLowerCase(Locale.ROOT)) || text.isEmpty()
					|| text.chars().anyMatch((c) -> c < ' ' || c > '~')) {
				throw new InvalidCacheRequestException(Place.MEMBER, HEADERS,
						"Member 'headers' may have texts for Accept, Accept-Encoding and Accept-Language",
						new TreeSet<>(NEGOTIATING));
			}
			headers.put(name, List.of(text));
		}
		return headers;
	}

}
