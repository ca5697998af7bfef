package io.freshet.caching.web;

import java.net.URI;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.HeaderFields;
import io.freshet.caching.http.RequestTarget;
import io.freshet.caching.web.CachedRoutes.Route;

/**
 * Hits for somebody who answers requests in front of the filters. Only what is in memory
 * and asks for nothing but to be sent is such a hit: everything else, and whatever is to
 * be done besides, is for {@link ResponseCacheFilter}, which decides in the same way.
 * <p>
 * Nothing here waits, so that an event loop may call it.
 */
public final class ResponseHits {

	private static final String GET = HttpMethod.GET.name();

	private static final int PLACES = 1024;

	/** Of a URI that is kept. */
	private static final int LONGEST = 500;

	private final CachedRoutes routes;

	private final ResponseCache cache;

	private final @Nullable String contextPath;

	private final @Nullable String label;

	private final AtomicReferenceArray<Understood> places = new AtomicReferenceArray<>(PLACES);

	/**
	 * Makes it.
	 * @param routes the routes whose responses are cached
	 * @param cache keeps them
	 * @param contextPath the path of the application, or null if it is the whole server
	 * @param label the field without which no response goes out, if there is a cache in
	 * front
	 */
	public ResponseHits(CachedRoutes routes, ResponseCache cache, @Nullable String contextPath,
			@Nullable SurrogateKeyHeader label) {
		this.routes = routes;
		this.cache = cache;
		this.contextPath = contextPath;
		this.label = (label != null) ? label.name() : null;
	}

	/**
	 * Looks for a hit.
	 * @param uri the URI of a GET, as filters would see it
	 * @param headers the header fields; without {@value FreshnessTokenFilter#FIELD}
	 * @return the hit; null if the filter has to see the request
	 * @throws IllegalArgumentException if the URI is none
	 */
	public @Nullable ResponseHit find(String uri, HeaderFields headers) {
		Understood understood = understood(uri);
		Route route = understood.route();
		if (route == null || route.policy().principalScoped()) {
			return null;
		}
		ResponseHit hit = this.cache.hit(new CacheRequest(GET, understood.target(), headers, null), route);
		return (hit == null || this.label == null || hit.has(this.label)) ? hit : null;
	}

	/**
	 * To understand a URI costs more than to find what it names, and what is asked for
	 * often is asked for in the same words. So what was understood of a URI is kept in
	 * the one place that its hash gives it, until another one takes that place.
	 */
	private Understood understood(String uri) {
		int place = (uri.hashCode() ^ (uri.hashCode() >>> 16)) & (PLACES - 1);
		Understood known = this.places.get(place);
		if (known != null && known.uri().equals(uri)) {
			return known;
		}
		URI parsed = URI.create(uri);
		boolean inside = isInside(parsed.getRawPath());
		InternalRequest request = new InternalRequest(HttpMethod.GET, parsed, inside ? this.contextPath : null,
				HttpHeaders.EMPTY);
		Route route = inside ? this.routes.find(request.getPath().pathWithinApplication()) : null;
		Understood understood = new Understood(uri, route, ResponseCache.target(request));
		if (uri.length() <= LONGEST) {
			this.places.set(place, understood);
		}
		return understood;
	}

	private boolean isInside(String path) {
		return this.contextPath == null || path.equals(this.contextPath) || path.startsWith(this.contextPath + "/");
	}

	/**
	 * Tells that a hit is sent: it is counted.
	 * @param hit the hit
	 * @param headers the header fields of the response, to be filled
	 */
	public void send(ResponseHit hit, HttpHeaders headers) {
		this.cache.send(hit, headers);
	}

	/**
	 * What is understood of a URI.
	 *
	 * @param uri the URI
	 * @param route the route that it belongs to, if any
	 * @param target its parts
	 */
	private record Understood(String uri, @Nullable Route route, RequestTarget target) {
	}

}
