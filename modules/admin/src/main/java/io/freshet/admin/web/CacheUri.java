package io.freshet.admin.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import io.freshet.admin.web.InvalidCacheRequestException.Place;

/**
 * URIs that administrators name. A path is one of the application as whoever names it has
 * reached it.
 */
final class CacheUri {

	private static final int LONGEST = 8192;

	private static final String ALLOWED = "an absolute http or https URL or a path with a leading slash, without fragment";

	private CacheUri() {
	}

	/**
	 * Reads a URI.
	 * @param place where it stands
	 * @param name under which name
	 * @param text what stands there
	 * @param self the URI of the request itself
	 * @return the URI, absolute
	 */
	static URI parse(Place place, String name, String text, URI self) {
		try {
			boolean path = text.startsWith("/") && !text.startsWith("//");
			URI uri = new URI(new URI(path ? origin(self) + text : text).toASCIIString());
			String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
			boolean web = scheme.equals("http") || scheme.equals("https");
			if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
					&& text.length() <= LONGEST) {
				return uri.getRawPath().isEmpty() ? uri.resolve("/" + query(uri)) : uri;
			}
		}
		catch (URISyntaxException ex) {
			throw InvalidCacheRequestException.value(place, name, text, ALLOWED);
		}
		throw InvalidCacheRequestException.value(place, name, text, ALLOWED);
	}

	/**
	 * Reads a URI of this application, as the request itself has reached it.
	 */
	static URI parseOwn(Place place, String name, String text, URI self) {
		URI uri = parse(place, name, text, self);
		if (!origin(uri).equals(origin(self))) {
			throw InvalidCacheRequestException.value(place, name, text,
					"a path, or a URL of this application, which begins with " + origin(self));
		}
		return uri;
	}

	static String origin(URI uri) {
		return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
	}

	private static String query(URI uri) {
		return (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
	}

}
