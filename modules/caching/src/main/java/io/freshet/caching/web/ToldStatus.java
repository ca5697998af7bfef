package io.freshet.caching.web;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.http.BypassReason;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.ForwardReason;
import io.freshet.caching.http.Staleness;
import io.freshet.caching.store.ResponseOutcome;

/**
 * How the cache handled a request, in the words that the client, the meters, the trace,
 * the log and an explanation have in common.
 *
 * @param outcome what {@code X-Cache} says as is customary, and why
 * @param status what {@code Cache-Status} says (RFC 9211)
 */
public record ToldStatus(ResponseOutcome outcome, CacheStatus status) {

	private static final String ATTRIBUTE = ToldStatus.class.getName();

	private static final String ONLY_IF_CACHED = "only-if-cached";

	/**
	 * A stored response.
	 * @param right by what right it is served
	 * @param unjudged whether nobody could say if it was invalidated
	 * @param remaining for how long it stays fresh
	 */
	static ToldStatus hit(Staleness right, boolean unjudged, Duration remaining) {
		CacheStatus hit = CacheStatus.hit(remaining.toSeconds());
		if (!unjudged && right == Staleness.FRESH) {
			return new ToldStatus(ResponseOutcome.HIT, hit);
		}
		String why = unjudged ? ResponseOutcome.UNJUDGED.reason() : word(right);
		return of("stale", why, hit.withDetail(why));
	}

	/**
	 * An answer of the handler.
	 */
	static ToldStatus miss(CacheStatus status) {
		return of("miss", reason(status), status);
	}

	/**
	 * A stored response of which the handler says that it still holds.
	 */
	static ToldStatus validated(CacheStatus status, Duration remaining) {
		return new ToldStatus((status.forward() == ForwardReason.REQUEST) ? ResponseOutcome.REVALIDATED_ON_REQUEST
				: ResponseOutcome.REVALIDATED, status.withForwardStatus(304).withTtl(remaining.toSeconds()));
	}

	/**
	 * A stored response in place of an answer of the handler that is an error.
	 */
	static ToldStatus staleOnError(CacheStatus status, Duration remaining) {
		return new ToldStatus(ResponseOutcome.STALE_IF_ERROR,
				status.withTtl(remaining.toSeconds()).withDetail(ResponseOutcome.STALE_IF_ERROR.reason()));
	}

	static ToldStatus bypass(BypassReason reason) {
		return of("bypass", word(reason), CacheStatus.forwarded(ForwardReason.BYPASS).withDetail(word(reason)));
	}

	/**
	 * An answer to a method that never gets a stored response.
	 */
	static ToldStatus method() {
		return new ToldStatus(ResponseOutcome.METHOD, CacheStatus.forwarded(ForwardReason.METHOD));
	}

	/**
	 * None, since the client wants a stored one only.
	 */
	static ToldStatus refused() {
		return new ToldStatus(ResponseOutcome.ONLY_IF_CACHED, CacheStatus.refused(ONLY_IF_CACHED));
	}

	/**
	 * Returns the same for when it is known of what the handler made its answer: perhaps
	 * of parts that nobody could judge or whose time had passed. That matters more than
	 * why the cache was passed by, and there is room for one detail.
	 */
	ToldStatus ofParts(CacheDependencies parts) {
		return parts.isStale() ? new ToldStatus(ResponseOutcome.STALE_PARTS,
				this.status.withDetail(ResponseOutcome.STALE_PARTS.reason())) : this;
	}

	/**
	 * Returns whether the response is another than the handler made for this request.
	 */
	boolean isOfAnotherRequest() {
		Integer answered = this.status.forwardStatus();
		return this.status.isHit() || this.status.collapsed() || this.outcome == ResponseOutcome.STALE_IF_ERROR
				|| (answered != null && answered == 304);
	}

	/**
	 * Returns what was told of a request.
	 * @param attributes the attributes of its exchange
	 * @return what was told; {@code null} if the cache had no part in the answer, or
	 * there is none yet
	 */
	public static @Nullable ToldStatus of(Map<String, Object> attributes) {
		return (attributes.get(ATTRIBUTE) instanceof ToldStatus told) ? told : null;
	}

	/**
	 * Notes it where {@link #of(Map)} finds it.
	 * @param attributes the attributes of an exchange
	 */
	public void note(Map<String, Object> attributes) {
		attributes.put(ATTRIBUTE, this);
	}

	private static ToldStatus of(String status, String reason, CacheStatus told) {
		return new ToldStatus(Objects.requireNonNullElse(ResponseOutcome.of(status, reason), ResponseOutcome.MISS),
				told);
	}

	private static String reason(CacheStatus status) {
		ForwardReason forward = status.forward();
		return (forward != null) ? forward.token() : "";
	}

	private static String word(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	@Override
	public String toString() {
		return this.outcome.cache() + " (" + this.outcome.reason() + "), " + this.status;
	}

}
