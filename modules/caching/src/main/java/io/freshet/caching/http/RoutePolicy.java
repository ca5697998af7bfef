package io.freshet.caching.http;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.modulith.NamedInterface;

/**
 * How the responses of one route are cached. Begin with {@link #safe()} or
 * {@link #standard()}.
 *
 * @param profile which rules decide
 * @param ttl the freshness lifetime of a response, in place of what its header fields say
 * (RFC 9111, section 4.2.1); {@code null} if they decide
 * @param query the query parameters that the answer may depend on: they are part of the
 * key, and the handler does not see any other; {@code null} if all are
 * @param statuses the status codes of responses that are kept; {@code null} if all that
 * RFC 9111, section 3, allows
 * @param keyedHeaders the request header fields that the answer may depend on, whatever
 * {@code Vary} says
 * @param ignoreCookies whether a request with cookies is answered from the cache. Where
 * the profile is safe, the handler then does not see them; where it is standard, cookies
 * never matter and are always forwarded
 * @param ignoreClientDirectives whether {@code no-cache}, {@code no-store},
 * {@code max-age}, {@code min-fresh} and {@code Pragma} of a request are ignored, against
 * RFC 9111, section 5.2.1
 * @param principalScoped whether each principal has responses of its own; credentials
 * then do not keep a request from the cache, and RFC 9111, section 3.5, is not asked
 * @param maxBodySize the length of a body, in bytes, above which a response is not kept
 * @param keepStale how long past its freshness a response is kept, so that it can be
 * validated, or served when the origin fails
 * @param failSafe the time for which a response is served, marked as stale, while the
 * ledger cannot be read and nobody can judge it; zero if never
 * @param targetedFields the names of the targeted fields that are obeyed in place of
 * {@code Cache-Control}, the most specific one first (RFC 9213)
 * @param invalidateOnUnsafe whether an unsafe method invalidates what is stored for its
 * target (RFC 9111, section 4.4)
 * @param compressionThreshold the length of a body, in bytes, from which on it is kept
 * coded with gzip; {@link #NEVER_COMPRESSED} if none is
 */
@NamedInterface("administration")
public record RoutePolicy(CacheProfile profile, @Nullable Duration ttl, @Nullable Set<String> query,
		@Nullable Set<Integer> statuses, List<String> keyedHeaders, boolean ignoreCookies,
		boolean ignoreClientDirectives, boolean principalScoped, long maxBodySize, Duration keepStale,
		Duration failSafe, List<String> targetedFields, boolean invalidateOnUnsafe, long compressionThreshold) {

	/** A threshold that no body reaches. */
	public static final long NEVER_COMPRESSED = Long.MAX_VALUE;

	/**
	 * Copies the collections.
	 * @param profile which rules decide
	 * @param ttl the freshness lifetime, or {@code null}
	 * @param query the query parameters that count, or {@code null}
	 * @param statuses the status codes that are kept, or {@code null}
	 * @param keyedHeaders the request header fields that count
	 * @param ignoreCookies whether cookies do not matter
	 * @param ignoreClientDirectives whether the client has no say
	 * @param principalScoped whether each principal has responses of its own
	 * @param maxBodySize the length of the longest body that is kept
	 * @param keepStale how long what is stale is kept
	 * @param failSafe how long what nobody can judge is served
	 * @param targetedFields the targeted fields
	 * @param invalidateOnUnsafe whether unsafe methods invalidate
	 * @param compressionThreshold the length of the shortest body that is compressed
	 */
	public RoutePolicy {
		query = (query != null) ? Set.copyOf(query) : null;
		statuses = (statuses != null) ? Set.copyOf(statuses) : null;
		keyedHeaders = List.copyOf(keyedHeaders);
		targetedFields = List.copyOf(targetedFields);
	}

	/**
	 * Begins a policy with what is right for an application's own routes: fresh for five
	 * minutes, only 200, one megabyte at most, keyed by {@code Accept}.
	 * @return the builder
	 */
	public static RoutePolicyBuilder safe() {
		return new RoutePolicyBuilder(CacheProfile.SAFE).ttl(Duration.ofMinutes(5))
			.statuses(Set.of(200))
			.keyedHeaders(List.of("Accept"))
			.targetedFields(List.of("Freshet-Cache-Control"));
	}

	/**
	 * Begins a policy with what is right in front of an origin that knows HTTP: the
	 * header fields decide, and what is stale is kept for an hour.
	 * @return the builder
	 */
	public static RoutePolicyBuilder standard() {
		return new RoutePolicyBuilder(CacheProfile.STANDARD).ignoreCookies(true)
			.keepStale(Duration.ofHours(1))
			.targetedFields(List.of("Freshet-CDN-Cache-Control", "CDN-Cache-Control"));
	}

	/**
	 * Returns this policy with another lifetime.
	 * @param lifetime the freshness lifetime of a response
	 * @return the policy
	 */
	public RoutePolicy withTtl(Duration lifetime) {
		return new RoutePolicy(this.profile, lifetime, this.query, this.statuses, this.keyedHeaders, this.ignoreCookies,
				this.ignoreClientDirectives, this.principalScoped, this.maxBodySize, this.keepStale, this.failSafe,
				this.targetedFields, this.invalidateOnUnsafe, this.compressionThreshold);
	}

	/**
	 * Returns whether any response is kept compressed.
	 * @return whether the route has such a threshold
	 */
	public boolean compresses() {
		return this.compressionThreshold != NEVER_COMPRESSED;
	}

	boolean isStandard() {
		return this.profile == CacheProfile.STANDARD;
	}

}
