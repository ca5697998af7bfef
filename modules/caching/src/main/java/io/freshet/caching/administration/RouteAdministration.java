package io.freshet.caching.administration;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import reactor.core.publisher.Mono;

import io.freshet.caching.load.PolicyOverride;

/**
 * Looks at the routes whose responses are cached, and changes them. All publishers are
 * cold.
 */
public interface RouteAdministration {

	/**
	 * Lists the routes.
	 * @return the routes, in the order in which they are tried
	 */
	Mono<List<RouteReport>> routes();

	/**
	 * Changes a route in all instances, without a restart.
	 * @param id identifies the route
	 * @param change makes the change of what was changed before
	 * @return what holds now; empty if there is no such route; an error if nothing was
	 * changed
	 */
	Mono<RouteReport> change(String id, UnaryOperator<PolicyOverride> change);

	/**
	 * Returns how the requests of all routes were answered. No I/O.
	 * @return the requests by what {@code X-Cache} told them, in lower case
	 */
	Map<String, Long> responses();

}
