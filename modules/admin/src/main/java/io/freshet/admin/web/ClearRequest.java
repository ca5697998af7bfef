package io.freshet.admin.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.administration.Selection;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What is to be cleared. Read strictly: a request that says more, or something else, than
 * it is understood to say would clear what nobody meant to clear.
 *
 * @param selection the entries that are meant
 * @param dryRun whether to say only what would be removed
 */
record ClearRequest(Selection selection, boolean dryRun) {

	static final String PATTERN = "pattern";

	static final String TAG = "tag";

	static final String DRY_RUN = "dryRun";

	private static final Set<String> PARAMETERS = Set.of(PATTERN, TAG, DRY_RUN);

	private static final String ALLOWED_PATTERN = "a glob of 1 to " + KeyPattern.MAX_LENGTH
			+ " characters without control characters, such as posts:*";

	private static final String ALLOWED_TAG = "a kind, a colon and an identifier, such as post:42";

	private static final String ALLOWED_DRY_RUN = "true or false";

	/** Whether a request says so that is understood otherwise, too. */
	static boolean isDryRun(ServerHttpRequest request) {
		return List.of("true").equals(request.getQueryParams().get(DRY_RUN));
	}

	static ClearRequest of(ServerHttpRequest request) {
		refuseBody(request.getHeaders());
		Map<String, List<String>> query = request.getQueryParams();
		for (String parameter : new TreeSet<>(query.keySet())) {
			if (!PARAMETERS.contains(parameter)) {
				throw InvalidClearException.unknown(parameter, new TreeSet<>(PARAMETERS));
			}
		}
		List<String> dryRun = query.getOrDefault(DRY_RUN, List.of());
		return new ClearRequest(selection(query), !dryRun.isEmpty() && bool(single(DRY_RUN, dryRun, ALLOWED_DRY_RUN)));
	}

	private static Selection selection(Map<String, List<String>> query) {
		List<String> pattern = query.getOrDefault(PATTERN, List.of());
		List<String> tag = query.getOrDefault(TAG, List.of());
		if (!tag.isEmpty() && !pattern.isEmpty()) {
			throw InvalidClearException.both(PATTERN, TAG);
		}
		if (!tag.isEmpty()) {
			return new Selection.ByTag(tag(single(TAG, tag, ALLOWED_TAG)));
		}
		return pattern.isEmpty() ? Selection.ALL
				: new Selection.ByKey(pattern(single(PATTERN, pattern, ALLOWED_PATTERN)));
	}

	private static CacheTag tag(String text) {
		try {
			return new CacheTag(text);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidClearException.value(TAG, text, ALLOWED_TAG);
		}
	}

	/** Whoever sends a pattern as content would clear everything. */
	private static void refuseBody(HttpHeaders headers) {
		if (headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
			throw InvalidClearException.content();
		}
	}

	private static String single(String parameter, List<String> values, String allowed) {
		@Nullable String value = values.get(0);
		if (values.size() > 1) {
			throw InvalidClearException.repeated(parameter, values.size(), allowed);
		}
		return (value != null) ? value : "";
	}

	private static KeyPattern pattern(String text) {
		if (text.isEmpty() || text.length() > KeyPattern.MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
			throw InvalidClearException.value(PATTERN, text, ALLOWED_PATTERN);
		}
		return KeyPattern.of(text);
	}

	private static boolean bool(String text) {
		return switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw InvalidClearException.value(DRY_RUN, text, ALLOWED_DRY_RUN);
		};
	}

}
