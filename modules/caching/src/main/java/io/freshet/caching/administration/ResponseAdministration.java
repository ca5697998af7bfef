package io.freshet.caching.administration;

import java.util.List;
import java.util.Map;

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
	Mono<PurgeReport> purge(ResponseSelection target);

	/**
	 * Has the application answer requests to itself, without credentials and without
	 * going over the network, so that the responses are stored.
	 * @param queries the requests
	 * @return what came of each, in order; a request that fails is no error
	 */
	Mono<List<WarmReport>> warm(List<ResponseQuery> queries);

	/**
	 * Has the application answer requests for what is stored already, valid or not, as
	 * {@link #warm(List)} does, but anew: what is stored is neither served nor gone
	 * before something else takes its place. What each principal has of their own is left
	 * out.
	 * @param selection which responses
	 * @param headers the header fields of the requests
	 * @return what came of each, a URI once; a bounded number
	 */
	Mono<List<WarmReport>> renew(ResponseSelection selection, Map<String, List<String>> headers);

}
