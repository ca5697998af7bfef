package io.freshet.caching.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheKey;

/**
 * Keys of responses: {@code GET}, the URI, the header fields that the route is keyed by,
 * those that claim another URI, and the principal if each has responses of its own. Query
 * parameters stand in alphabetical order, the values of one in their own, and every
 * delimiter inside a name or a value is encoded, so that two requests share a key only if
 * the handler cannot tell them apart. In front of any other origin, which may read the
 * query in its own way, the query stands as it came, unless the route lists its
 * parameters. All other methods share the key of {@code GET}.
 */
final class ResponseKey {

	private ResponseKey() {
	}

	static CacheKey of(CacheRequest request, RoutePolicy route) {
		CacheKey ofTarget = request.asked().key(route);
		StringBuilder more = new StringBuilder();
		for (String name : route.keyedHeaders()) {
			appendHeader(more, name, request.headers().values(name));
		}
		for (HeaderField field : RewritingFields.of(request.headers())) {
			appendHeader(more, field.name(), List.of(field.value()));
		}
		if (route.principalScoped()) {
			// No field has such a name, so that none can pass for a principal.
			more.append(" @");
			if (request.principal() != null) {
				more.append('=').append(encoded(request.principal()));
			}
		}
		return more.isEmpty() ? ofTarget : new CacheKey(ofTarget.value() + more);
	}

	/**
	 * Makes the key of a request for a target of which nothing else counts.
	 */
	static CacheKey of(RequestTarget target, RoutePolicy route) {
		StringBuilder key = new StringBuilder(96).append("GET ");
		appendRaw(key, target.uri());
		String rawQuery = target.rawQuery();
		if (!route.isStandard() || route.query() != null) {
			appendQuery(key, target.query(), route.query());
		}
		else if (rawQuery != null) {
			appendRaw(key.append('?'), rawQuery);
		}
		return new CacheKey(key.toString());
	}

	/**
	 * A URI has no space, but what a lenient server takes for one may have.
	 */
	private static void appendRaw(StringBuilder key, String text) {
		key.append((text.indexOf(' ') < 0) ? text : text.replace(" ", "%20"));
	}

	private static void appendQuery(StringBuilder key, Map<String, List<String>> query, @Nullable Set<String> listed) {
		if (query.isEmpty()) {
			return;
		}
		char separator = '?';
		for (Map.Entry<String, List<String>> parameter : new TreeMap<>(query).entrySet()) {
			if (listed != null && !listed.contains(parameter.getKey())) {
				continue;
			}
			for (@Nullable
			String value : parameter.getValue()) {
				key.append(separator).append(encoded(parameter.getKey()));
				if (value != null) {
					key.append('=').append(encoded(value));
				}
				separator = '&';
			}
		}
	}

	private static void appendHeader(StringBuilder key, String name, List<String> values) {
		if (values.isEmpty()) {
			return;
		}
		String first = values.get(0).strip();
		// What the client did not say, and what accepts anything, are the same wish.
		if (values.size() == 1 && (first.isEmpty() || (name.equalsIgnoreCase("Accept") && first.equals("*/*")))) {
			return;
		}
		key.append(' ').append(name.toLowerCase(Locale.ROOT)).append('=').append(encoded(first));
		// Two lines are not one with a comma: a handler may look at the first alone.
		for (int i = 1; i < values.size(); i++) {
			key.append(',').append(encoded(values.get(i).strip()));
		}
	}

	private static String encoded(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) {
				return URLEncoder.encode(text, StandardCharsets.UTF_8);
			}
		}
		return text;
	}

}
