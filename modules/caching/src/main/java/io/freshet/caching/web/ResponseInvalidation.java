package io.freshet.caching.web;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;

import io.freshet.caching.CacheTag;
import io.freshet.caching.http.CacheGroups;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.HeaderFields;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.StorageDecision;
import io.freshet.caching.http.StorageDecision.Refuse;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.http.UnsafeMethods;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.LogLimit;

/**
 * Invalidates responses because of what went over HTTP.
 */
final class ResponseInvalidation {

	private static final Logger logger = LoggerFactory.getLogger(ResponseInvalidation.class);

	private final TransactionalInvalidator invalidator;

	private final LogLimit failures = new LogLimit();

	ResponseInvalidation(TransactionalInvalidator invalidator) {
		this.invalidator = invalidator;
	}

	/**
	 * Has the answer to an unsafe method invalidate what it changed, before the client
	 * gets it (RFC 9111, section 4.4, and RFC 9875, section 3).
	 * @param request the request
	 * @param response where its answer goes
	 * @param route the policy of its route
	 */
	void follow(CacheRequest request, ServerHttpResponse response, RoutePolicy route) {
		follow(request, response, (target) -> route.invalidateOnUnsafe(), Set.of());
	}

	/**
	 * Does the same where the request itself is on no route, but what its answer names
	 * may be.
	 * @param request the request
	 * @param response where its answer goes
	 * @param isStored whether responses for a target may be stored and go with its
	 * changes
	 */
	void followNamed(CacheRequest request, ServerHttpResponse response, Predicate<String> isStored) {
		follow(request, response, isStored, Set.of());
	}

	/**
	 * Does the same but for the target of the request, which is replaced.
	 * @param request the request
	 * @param response where its answer goes
	 * @param route the policy of its route
	 */
	void followBesideTarget(CacheRequest request, ServerHttpResponse response, RoutePolicy route) {
		follow(request, response, (target) -> route.invalidateOnUnsafe(), ResponseTags.ofUri(request, route));
	}

	private void follow(CacheRequest request, ServerHttpResponse response, Predicate<String> counts,
			Set<CacheTag> replaced) {
		response.beforeCommit(() -> {
			HttpStatusCode status = response.getStatusCode();
			Set<CacheTag> tags = tags(request, (status != null) ? status.value() : HttpStatus.OK.value(),
					response.getHeaders()::getOrEmpty, counts);
			tags.removeAll(replaced);
			return tags.isEmpty() ? Mono.empty() : invalidate(Invalidation.ofTags(tags));
		});
	}

	private static Set<CacheTag> tags(CacheRequest request, int status, HeaderFields response,
			Predicate<String> counts) {
		Set<CacheTag> tags = new HashSet<>();
		UnsafeMethods.invalidated(request, status, response)
			.stream()
			.filter(counts)
			.forEach((target) -> tags.add(ResponseTags.uri(target)));
		if (status < HttpStatus.BAD_REQUEST.value()) {
			String origin = ResponseTags.origin(request.target());
			CacheGroups.invalidated(response).forEach((group) -> tags.add(ResponseTags.group(origin, group)));
		}
		return tags;
	}

	/**
	 * Invalidates what is stored for the target of an unsafe method, to put its answer in
	 * the place of that.
	 * @param request the request
	 * @param key the key of a GET of its target
	 * @param tags the cache tags of the answer
	 * @param stamp the stamp from before the handler was asked
	 * @return the stamp to keep the answer with; empty if it must not be kept
	 */
	Mono<Stamp> replaceTarget(CacheRequest request, EntryKey key, Set<CacheTag> tags, Stamp stamp) {
		CacheTag target = ResponseTags.uri(request.target());
		Set<CacheTag> others = new HashSet<>(tags);
		others.remove(target);
		return this.invalidator.replacer()
			.replace(key.text(), target, others, stamp)
			.onErrorResume((ex) -> Mono.fromRunnable(() -> warn(ex)));
	}

	/**
	 * Invalidates a stored response, unless it was found while the ledger could not be
	 * read: nobody is to wait for that one.
	 * @param known the response
	 * @return completes when it is done, or has failed
	 */
	Mono<Void> forget(FoundResponse known) {
		return known.entry().isStale() ? Mono.empty()
				: invalidate(Invalidation.ofKeys(List.of(known.entry().keyText())));
	}

	/**
	 * Invalidates a stored response if an answer that is not kept stands in its place.
	 * @param known the response; {@code null} if there is none
	 * @param decision what was decided on the answer
	 * @param status the status code of the answer
	 * @return completes when it is done, or has failed
	 */
	Mono<Void> forgetSuperseded(@Nullable FoundResponse known, StorageDecision decision, int status) {
		return (known != null && decision instanceof Refuse refuse && refuse.supersedes(status)) ? forget(known)
				: Mono.empty();
	}

	/**
	 * Invalidates a stored response that became another variant, in whose own place
	 * nothing was stored.
	 * @param known the response as it was
	 * @param key the key of the request
	 * @param fresh what it became
	 * @return completes when it is done, or has failed
	 */
	Mono<Void> forgetMoved(FoundResponse known, EntryKey key, StoredResponse fresh) {
		boolean replaced = known.entry().key().equals(key) || known.response().selecting().equals(fresh.selecting());
		return replaced ? Mono.empty() : forget(known);
	}

	/**
	 * The change is made and cannot be taken back, so whoever made it is told of that.
	 * What is stored lasts until its time has passed.
	 */
	private Mono<Void> invalidate(Invalidation invalidation) {
		return this.invalidator.invalidate(invalidation).onErrorResume((ex) -> Mono.fromRunnable(() -> warn(ex)));
	}

	private void warn(Throwable ex) {
		this.failures
			.log((more) -> logger.warn("Responses could not be invalidated, {} more of late: {}", more, ex.toString()));
	}

}
