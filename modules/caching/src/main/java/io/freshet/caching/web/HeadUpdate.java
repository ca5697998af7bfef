package io.freshet.caching.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;

import io.freshet.caching.http.Freshening;
import io.freshet.caching.http.HeaderField;
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
	 * Applies an answer to what is stored, if it is clear to which response.
	 * @param asked the request, a HEAD
	 * @param found what is stored under its key
	 * @param response the answer, whose head is complete
	 * @param requestedAt when it was asked for
	 * @return completes when the store has heard of it
	 */
	Mono<Void> apply(AskedRequest asked, FoundResponses found, ServerHttpResponse response, Instant requestedAt) {
		if (found.all().size() != 1 || !asked.isQueryListed()) {
			return Mono.empty();
		}
		FoundResponse known = found.all().get(0);
		Instant now = this.engine.clock().instant();
		StoredResponse updated = Freshening.withHead(known.response(), status(response), fields(response), requestedAt,
				now);
		if (updated == null || !(StorageDecision.of(asked.request().withMethod(HttpMethod.GET.name()), updated.status(),
				updated.headers(), requestedAt, now, asked.route()) instanceof Keep keep)) {
			return this.invalidation.forget(known);
		}
		return this.store.store(asked.key(), updated,
				new ResponseStore.Life(now, now.plus(this.engine.limit(keep.keepFor())), Duration.ZERO,
						known.entry().tags(), known.entry().tags(), known.entry().stamp()));
	}

	private static List<HeaderField> fields(ServerHttpResponse response) {
		List<HeaderField> fields = new ArrayList<>();
		response.getHeaders()
			.forEach((name, values) -> values.forEach((value) -> fields.add(new HeaderField(name, value))));
		return fields;
	}

	private static int status(ServerHttpResponse response) {
		HttpStatusCode status = response.getStatusCode();
		return (status != null) ? status.value() : HttpStatus.OK.value();
	}

}
