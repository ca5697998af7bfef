package io.freshet.caching.web;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.pattern.PathPattern;

import io.freshet.caching.CacheName;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.store.Shape;

/**
 * The routes whose responses are cached. The first one that matches counts; no response
 * of an excluded path is cached.
 *
 * @param routes the routes, in order
 * @param excluded the excluded paths
 */
public record CachedRoutes(List<Route> routes, List<PathPattern> excluded) {

	private static final Pattern ROUTE = Pattern.compile("route-[0-9a-f]{16}");

	/**
	 * Copies the lists.
	 * @param routes the routes, in order
	 * @param excluded the excluded paths
	 */
	public CachedRoutes {
		routes = List.copyOf(routes);
		excluded = List.copyOf(excluded);
	}

	@Nullable Route find(PathContainer path) {
		for (Route route : this.routes) {
			if (route.pattern().matches(path)) {
				return isExcluded(path) ? null : route;
			}
		}
		return null;
	}

	/**
	 * Finds a route.
	 * @param path a path, as it is written
	 * @param contextPath the path of the application
	 * @return the route; {@code null} if the path is on none, or outside
	 */
	@Nullable Route find(String path, String contextPath) {
		boolean inside = path.equals(contextPath) || path.startsWith(contextPath + "/");
		return inside ? find(RequestPath.parse(path, contextPath).pathWithinApplication()) : null;
	}

	/**
	 * Returns whether a name is one that stands for a route.
	 * @param name the name
	 * @return whether it has the form of such names
	 */
	public static boolean isRoute(CacheName name) {
		return ROUTE.matcher(name.value()).matches();
	}

	private boolean isExcluded(PathContainer path) {
		for (PathPattern pattern : this.excluded) {
			if (pattern.matches(path)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A route.
	 *
	 * @param pattern the paths that belong to it
	 * @param policy how their responses are cached
	 * @param name identifies it where caches are switched off and on
	 */
	public record Route(PathPattern pattern, RoutePolicy policy, CacheName name) {

		/**
		 * Makes a route with the name that its pattern gives it.
		 * @param pattern the paths that belong to it
		 * @param policy how their responses are cached
		 */
		public Route(PathPattern pattern, RoutePolicy policy) {
			this(pattern, policy, nameOf(pattern.getPatternString()));
		}

		/** The same on every instance, and after a restart. */
		private static CacheName nameOf(String pattern) {
			return CacheName.of("route-" + HexFormat.of().toHexDigits(Shape.of(pattern)));
		}

	}

}
