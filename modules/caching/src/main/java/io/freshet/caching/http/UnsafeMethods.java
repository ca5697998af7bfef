package io.freshet.caching.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What an unsafe method makes of what is stored (RFC 9111, section 4.4).
 */
public final class UnsafeMethods {

	private UnsafeMethods() {
	}

	/**
	 * Returns the URIs whose stored responses are to be invalidated after an unsafe
	 * method: its target, and what {@code Location} and {@code Content-Location} name, if
	 * that has the same origin. A foreign one must not let an origin empty the cache of
	 * another.
	 * @param request the request
	 * @param status the status code of the response
	 * @param response the header fields of the response
	 * @return scheme, authority, path and query of each, written as in the request; none
	 * if the method is safe or failed
	 */
	public static List<String> invalidated(CacheRequest request, int status, HeaderFields response) {
		if (RequestDecision.isSafe(request.method()) || status < 200 || status >= 400) {
			return List.of();
		}
		Set<String> targets = new LinkedHashSet<>();
		targets.add(request.uri());
		for (String name : List.of("Location", "Content-Location")) {
			for (String reference : response.values(name)) {
				String target = resolve(request, reference);
				if (target != null) {
					targets.add(target);
				}
			}
		}
		return new ArrayList<>(targets);
	}

	/**
	 * Resolves a reference against the target of a request (RFC 3986, section 5).
	 * @param request the request
	 * @param reference the reference
	 * @return the URI without fragment, written as in the request; {@code null} if it is
	 * none, or of another origin
	 */
	static @Nullable String resolve(CacheRequest request, String reference) {
		String stripped = reference.strip();
		int fragment = stripped.indexOf('#');
		String relative = (fragment < 0) ? stripped : stripped.substring(0, fragment);
		if (relative.isEmpty()) {
			return request.uri();
		}
		if (relative.startsWith("?")) {
			return request.target() + relative;
		}
		try {
			URI base = new URI(request.target());
			URI resolved = base.resolve(new URI(relative));
			return isSameOrigin(base, resolved) ? written(base, resolved) : null;
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static boolean isSameOrigin(URI one, URI other) {
		return one.getScheme() != null && one.getHost() != null && one.getScheme().equalsIgnoreCase(other.getScheme())
				&& one.getHost().equalsIgnoreCase(other.getHost()) && port(one) == port(other);
	}

	private static int port(URI uri) {
		if (uri.getPort() >= 0) {
			return uri.getPort();
		}
		return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
			case "http" -> 80;
			case "https" -> 443;
			default -> -1;
		};
	}

	private static String written(URI base, URI resolved) {
		String path = resolved.getRawPath();
		String target = base.getScheme() + "://" + base.getRawAuthority()
				+ ((path == null || path.isEmpty()) ? "/" : path);
		return (resolved.getRawQuery() != null) ? target + "?" + resolved.getRawQuery() : target;
	}

}
