package io.freshet.caching.web;

import java.time.Duration;
import java.time.Instant;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;

import io.freshet.caching.http.Freshening;
import io.freshet.caching.http.StorageDecision;
import io.freshet.caching.http.StorageDecision.Keep;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.load.CacheEngine;

/**
 * What the answer to HEAD says of a stored response holds for it (RFC 9111, section
 * 4.3.5): its head is stored anew, or, where the two are not of one representation or it
 * may not be kept any more, all of it is forgotten.
 */
final class HeadUpdate {

	private final ResponseStore store;

	private final ResponseInvalidation invalidation;

	private final CacheEngine engine;

	HeadUpdate(ResponseStore store, ResponseInvalidation invalidation, CacheEngine engine) {
		this.store = store;
		this.invalidation = invalidation;
		this.engine = engine;
	}

	/**
	 * Has the answer to a HEAD applied to the stored response that is for the same
	 * request, before the client gets it. There need not be one.
	 * @param asked the request
	 * @param found what is stored under its key
	 * @param response where its answer goes, with what stood in its head before the cache
	 * was asked
	 */
	void follow(AskedRequest asked, FoundResponses found, ServerHttpResponse response) {
		if (!asked.isHead() || !asked.isStandard() || !asked.isQueryListed()) {
			return;
		}
		FoundResponse known = found.selected(asked.headers(), asked.route());
		if (known != null) {
			HttpHeaders outer = HttpHeaders.copyOf(response.getHeaders());
			Instant requestedAt = this.engine.clock().instant();
			response.beforeCommit(() -> apply(asked, known, response, outer, requestedAt));
		}
	}

	private Mono<Void> apply(AskedRequest asked, FoundResponse known, ServerHttpResponse response, HttpHeaders outer,
			Instant requestedAt) {
		Instant now = this.engine.clock().instant();
		StoredResponse updated = Freshening.withHead(known.response(), status(response),
				CapturedResponse.fields(response, outer), asked.headers(), requestedAt, now);
		if (updated == null) {
			return this.invalidation.forget(known);
		}
		StorageDecision decision = StorageDecision.of(asked.asForwarded(), updated.status(), updated.headers(),
				requestedAt, now, asked.route());
		return (decision instanceof Keep keep) ? keep(asked, known, updated, keep, now)
				: this.invalidation.forgetSuperseded(known, decision, updated.status());
	}

	private Mono<Void> keep(AskedRequest asked, FoundResponse known, StoredResponse updated, Keep keep, Instant now) {
		StoredResponse kept = keep.toStored(updated);
		return this.store
			.store(asked.key(), kept,
					new ResponseStore.Life(now, now.plus(this.engine.limit(keep.keepFor())), Duration.ZERO,
							known.entry().tags(), known.entry().tags(), known.entry().stamp()))
			.then(this.invalidation.forgetMoved(known, asked.key(), kept));
	}

	private static int status(ServerHttpResponse response) {
		HttpStatusCode status = response.getStatusCode();
		return (status != null) ? status.value() : HttpStatus.OK.value();
	}

}
