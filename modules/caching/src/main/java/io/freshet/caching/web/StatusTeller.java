package io.freshet.caching.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheName;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.store.CacheRecorder;

/**
 * Tells how the cache handled a request when its answer is sent: the same to the client,
 * to whoever counts, to the trace and to the log. A request is told of here and nowhere
 * else.
 */
final class StatusTeller {

	/** The name that administrators know. */
	private static final Logger logger = LoggerFactory.getLogger(ResponseCache.class);

	private static final String X_CACHE = "X-Cache";

	private static final String CACHE_STATUS = "Cache-Status";

	private static final String SURROGATE_KEY = "Surrogate-Key";

	private final CacheRecorder recorder;

	private final boolean labelsForOthers;

	/**
	 * Makes it.
	 * @param recorder counts
	 * @param labels what labels answers to reading requests for a cache in front
	 */
	StatusTeller(CacheRecorder recorder, ResponseLabels labels) {
		this.recorder = recorder;
		this.labelsForOthers = labels.write(SURROGATE_KEY);
	}

	/**
	 * Tells of an answer that the cache sends.
	 * @param exchange the exchange of the client, whose response has all other header
	 * fields by now
	 * @param request the request
	 * @param route the name of its route
	 * @param told what to tell
	 */
	void tell(ServerWebExchange exchange, CacheRequest request, CacheName route, ToldStatus told) {
		told.note(exchange.getAttributes());
		tell(exchange.getResponse().getHeaders(), request, route, told);
	}

	/**
	 * Does the same where there is no exchange. Caches nearer to the origin come first in
	 * {@code Cache-Status} (RFC 9211, section 2), so this one is added to what they say;
	 * {@code X-Cache} is of this one alone.
	 */
	void tell(HttpHeaders headers, CacheRequest request, CacheName route, ToldStatus told) {
		headers.set(X_CACHE, told.outcome().cache());
		headers.add(CACHE_STATUS, told.status().value());
		this.recorder.response(route, told.outcome());
		if (logger.isDebugEnabled()) {
			logger.debug("{} {}: {}", request.method(), request.uri(), told);
		}
	}

	/**
	 * Tells of an answer that somebody else sends, when it is.
	 * @param exchange the exchange of the client
	 * @param request the request
	 * @param route the name of its route
	 * @param told what to tell
	 * @param parts of what the answer is made
	 */
	void tellAtCommit(ServerWebExchange exchange, CacheRequest request, CacheName route, ToldStatus told,
			CacheDependencies parts) {
		exchange.getResponse()
			.beforeCommit(() -> Mono.fromRunnable(() -> passing(exchange, request, route, told, parts)));
	}

	/**
	 * Tells of an answer of the handler that goes straight to the client. Labels for
	 * caches, which were read by now, go no further.
	 */
	void passing(ServerWebExchange exchange, CacheRequest request, CacheName route, ToldStatus told,
			CacheDependencies parts) {
		ServerHttpResponse response = exchange.getResponse();
		if (!this.labelsForOthers || !isReading(request)) {
			response.getHeaders().remove(SURROGATE_KEY);
		}
		tell(exchange, request, route, told.ofParts(parts));
	}

	private static boolean isReading(CacheRequest request) {
		return HttpMethod.GET.matches(request.method()) || HttpMethod.HEAD.matches(request.method());
	}

}
