package io.freshet.admin.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.freshet.admin.web.InvalidCacheRequestException.Place;
import io.freshet.caching.administration.ResponseAdministration;
import io.freshet.caching.administration.ResponseQuery;
import io.freshet.caching.administration.ResponseSelection;
import io.freshet.caching.administration.WarmReport;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The requests whose responses are to be stored: URLs of this application, or those of
 * which responses are stored already, and what else the responses may vary by. No
 * credentials.
 */
final class WarmRequest {

	private static final int MOST = 100;

	private static final String URLS = "urls";

	private static final String HEADERS = "headers";

	private static final Set<String> SUBJECTS = Set.of(URLS, PurgeRequest.TAG, PurgeRequest.GROUP,
			PurgeRequest.SURROGATE_KEY);

	private static final Set<String> NEGOTIATING = Set.of("accept", "accept-encoding", "accept-language");

	private WarmRequest() {
	}

	static Function<ResponseAdministration, Mono<List<WarmReport>>> of(JsonNode content, URI self) {
		Set<String> subjects = new TreeSet<>(content.propertyNames());
		subjects.remove(HEADERS);
		for (String member : subjects) {
			if (!SUBJECTS.contains(member)) {
				throw InvalidCacheRequestException.unknown(Place.MEMBER, member, allowed());
			}
		}
		if (subjects.size() != 1) {
			throw new InvalidCacheRequestException(Place.MEMBER, "",
					"The content must be a JSON object with exactly one of "
							+ String.join(", ", new TreeSet<>(SUBJECTS)),
					new TreeSet<>(SUBJECTS));
		}
		Map<String, List<String>> headers = headers(content.path(HEADERS));
		if (content.has(URLS)) {
			List<ResponseQuery> queries = queries(content.path(URLS), self, headers);
			return (responses) -> responses.warm(queries);
		}
		String member = subjects.iterator().next();
		ResponseSelection selection = PurgeRequest.of(member, content.get(member), self);
		return (responses) -> responses.renew(selection, headers);
	}

	private static Set<String> allowed() {
		Set<String> members = new TreeSet<>(SUBJECTS);
		members.add(HEADERS);
		return members;
	}

	private static List<ResponseQuery> queries(JsonNode urls, URI self, Map<String, List<String>> headers) {
		if (!urls.isArray() || urls.isEmpty() || urls.size() > MOST) {
			throw new InvalidCacheRequestException(Place.MEMBER, URLS,
					"Member 'urls' must be a list of 1 to " + MOST + " URLs or paths of this application",
					"1 to " + MOST + " URLs or paths");
		}
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
