package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Whether a response is kept. Decided in two steps: on its head, before the body is
 * there, and on the length of the body that came.
 */
public final class StorageDecision {

	/**
	 * Fields that belong to a connection and not to the response (RFC 9110, section
	 * 7.6.1), and those that say how this cache answered.
	 */
	private static final Set<String> NOT_KEPT = Set.of("connection", "keep-alive", "proxy-connection",
			"proxy-authenticate", "proxy-authentication-info", "te", "trailer", "transfer-encoding", "upgrade", "age",
			"x-cache", "cache-status");

	private StorageDecision() {
	}

	/**
	 * Decides on the head of a response.
	 * @param route the policy of the route
	 * @param status the status code
	 * @param response the header fields of the response
	 * @return why it is not kept, {@code null} if it may be
	 */
	public static @Nullable RefusalReason refusal(RoutePolicy route, int status, HeaderFields response) {
		if (!route.statuses().contains(status)) {
			return RefusalReason.STATUS;
		}
		if (status == 206 || !response.values("Content-Range").isEmpty()) {
			return RefusalReason.PARTIAL;
		}
		CacheControl directives = CacheControl.parse(response.values("Cache-Control"));
		if (directives.noStore() || directives.noCache() || directives.isPrivate()) {
			return RefusalReason.CACHE_CONTROL;
		}
		if (!response.values("Set-Cookie").isEmpty()) {
			return RefusalReason.SET_COOKIE;
		}
		if (ResponseVary.isAnything(response)) {
			return RefusalReason.VARY;
		}
		return (declaredLength(response) > route.maxBodySize()) ? RefusalReason.TOO_LARGE : null;
	}

	/**
	 * Decides on the body of a response that came to its end.
	 * @param route the policy of the route
	 * @param response the header fields of the response
	 * @param length the length of the body, in bytes
	 * @return why the response is not kept, {@code null} if it is
	 */
	public static @Nullable RefusalReason refusal(RoutePolicy route, HeaderFields response, long length) {
		if (length > route.maxBodySize()) {
			return RefusalReason.TOO_LARGE;
		}
		long declared = declaredLength(response);
		return (declared >= 0 && declared != length) ? RefusalReason.INCOMPLETE : null;
	}

	/**
	 * Makes what is kept of a response.
	 * @param request the header fields of the request
	 * @param status the status code
	 * @param fields all header fields of the response, in order
	 * @param response the same fields by name
	 * @param body the body
	 * @return what is kept
	 */
	public static StoredResponse toKeep(HeaderFields request, int status, List<HeaderField> fields,
			HeaderFields response, ByteBuffer body) {
		Set<String> dropped = new HashSet<>(NOT_KEPT);
		for (String line : response.values("Connection")) {
			for (String name : line.split(",", -1)) {
				dropped.add(name.strip().toLowerCase(Locale.ROOT));
			}
		}
		List<HeaderField> kept = new ArrayList<>(fields);
		kept.removeIf((field) -> dropped.contains(field.name().toLowerCase(Locale.ROOT)));
		return new StoredResponse(status, kept, ResponseVary.selecting(request, response), body);
	}

	private static long declaredLength(HeaderFields response) {
		List<String> values = response.values("Content-Length");
		try {
			return values.isEmpty() ? -1 : Long.parseLong(values.get(0).strip());
		}
		catch (NumberFormatException ex) {
			return Long.MAX_VALUE;
		}
	}

}
