package io.freshet.caching.administration;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * Looks at stored responses, purges them and has them stored. All publishers are cold.
 */
public interface ResponseAdministration {

	/**
	 * Explains what the cache would do with a request. The handler is not asked, and
	 * nothing is counted.
	 * @param query the request
	 * @return the explanation
	 */
	Mono<ResponseExplanation> explain(ResponseQuery query);

	/**
	 * Invalidates stored responses on every instance, those that are being loaded
	 * included.
	 * @param target which ones
	 * @return what was invalidated; empty if no route caches what is meant, so that
	 * nothing is stored; an error if it could not be recorded
	 */
	Mono<PurgeReport> purge(PurgeTarget target);

	/**
	 * Has the application answer requests to itself, without credentials and without
	 * going over the network, so that the responses are stored.
	 * @param queries the requests
	 * @return what came of each, in order; a request that fails is no error
	 */
	Mono<List<WarmReport>> warm(List<ResponseQuery> queries);

}
