package io.freshet.caching.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

import io.freshet.caching.http.RoutePolicy;

/**
 * The routes whose responses are cached. The first one that matches counts; no response
 * of an excluded path is cached.
 *
 * @param routes the routes, in order
 * @param excluded the excluded paths
 */
public record CachedRoutes(List<Route> routes, List<PathPattern> excluded) {

	/**
	 * Copies the lists.
	 * @param routes the routes, in order
	 * @param excluded the excluded paths
	 */
	public CachedRoutes {
		routes = List.copyOf(routes);
		excluded = List.copyOf(excluded);
	}

	@Nullable RoutePolicy find(PathContainer path) {
		for (Route route : this.routes) {
			if (route.pattern().matches(path)) {
				return isExcluded(path) ? null : route.policy();
			}
		}
		return null;
	}

	private boolean isExcluded(PathContainer path) {
		return this.excluded.stream().anyMatch((pattern) -> pattern.matches(path));
	}

	/**
	 * A route.
	 *
	 * @param pattern the paths that belong to it
	 * @param policy how their responses are cached
	 */
	public record Route(PathPattern pattern, RoutePolicy policy) {
	}

}
