package io.freshet.caching.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.springframework.http.HttpHeaders;

import io.freshet.caching.CacheName;
import io.freshet.caching.http.Answer;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.ResponseFreshness;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.Staleness;

/**
 * A request that is answered with a stored response, and how.
 */
public final class ResponseHit {

	private final CacheRequest request;

	private final CacheName routeName;

	private final RoutePolicy route;

	private final FoundResponse found;

	private final Staleness staleness;

	private final Instant now;

	private final Answer answer;

	ResponseHit(CacheRequest request, CacheName routeName, RoutePolicy route, FoundResponse found, Staleness staleness,
			Instant now) {
		this.request = request;
		this.routeName = routeName;
		this.route = route;
		this.found = found;
		this.staleness = staleness;
		this.now = now;
		this.answer = Answer.to(request, found.response());
	}

	boolean has(String field) {
		return this.answer.headers().stream().anyMatch((header) -> header.name().equalsIgnoreCase(field));
	}

	CacheName routeName() {
		return this.routeName;
	}

	Answer answer() {
		return this.answer;
	}

	CacheRequest request() {
		return this.request;
	}

	/**
	 * Adds {@code Age}.
	 * @param headers the header fields of the response
	 * @return what is to be told of the cache
	 */
	ToldStatus addAge(HttpHeaders headers) {
		ResponseFreshness freshness = this.found.response().freshness(this.route);
		Duration age = freshness.currentAge(this.now, this.found.response().receivedAt());
		ResponseWriter.setAge(headers, age);
		return ToldStatus.hit(this.staleness, this.found.entry().isStale(), freshness.remaining(age));
	}

	/**
	 * Returns the status code.
	 * @return the status code
	 */
	public int status() {
		return this.answer.status();
	}

	/**
	 * Returns the body.
	 * @return its pieces, each for this answer alone; none if there is no body
	 */
	public List<ByteBuffer> body() {
		return this.answer.body();
	}

	/**
	 * Returns whether an empty body is sent all the same, in chunks.
	 * @return whether it is
	 */
	public boolean isEmptyInChunks() {
		return this.answer.isEmptyInChunks(this.request);
	}

	/**
	 * Returns how the body is sent.
	 * @return whether its length is among the header fields; if not it is sent in chunks
	 */
	public boolean isLengthSaid() {
		return this.answer.isLengthSaid();
	}

}
