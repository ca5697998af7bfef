package io.freshet.caching.administration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Why the response cache does what it does with a request.
 *
 * @param method the method of the request
 * @param uri the URI of the request
 * @param route the route that it belongs to; {@code null} if none matches
 * @param key the key under which its response is kept; {@code null} if it is on no route
 * @param stored what is kept under the key, in all variants
 * @param sharedReached whether the shared tier could be asked
 * @param outcome what the cache would do
 */
public record ResponseExplanation(String method, String uri, @Nullable Route route, @Nullable Key key,
		List<Stored> stored, boolean sharedReached, Outcome outcome) {

	/**
	 * Copies the list.
	 * @param method the method of the request
	 * @param uri the URI of the request
	 * @param route the route, or {@code null}
	 * @param key the key, or {@code null}
	 * @param stored what is kept
	 * @param sharedReached whether the shared tier could be asked
	 * @param outcome what the cache would do
	 */
	public ResponseExplanation {
		stored = List.copyOf(stored);
	}

	/**
	 * What the cache does with a request.
	 *
	 * @param decision the decision, in a word
	 * @param reason why
	 * @param cache what {@code X-Cache} says, if the handler's answer is not kept where
	 * it is asked; empty if the request is on no route
	 * @param cacheStatus what {@code Cache-Status} says (RFC 9211), as far as it is known
	 * before the handler has answered; empty if the request is on no route
	 */
	public record Outcome(String decision, String reason, String cache, String cacheStatus) {
	}

	/**
	 * The route of a request and its policy, as an administrator has changed it.
	 *
	 * @param pattern its pattern
	 * @param profile the rules that decide
	 * @param ttl the lifetime of a response; {@code null} if its header fields decide
	 * @param query the query parameters that count; {@code null} if all do
	 * @param keyedHeaders the request header fields that are part of the key
	 * @param targetedFields the response header fields that count in place of
	 * {@code Cache-Control}
	 * @param principalScoped whether each principal has responses of its own
	 * @param ignoreCookies whether cookies do not matter
	 * @param ignoreClientDirectives whether the client has no say
	 * @param keepStale how long what is stale is kept
	 * @param failSafe how long what nobody can judge is served
	 */
	public record Route(String pattern, String profile, @Nullable Duration ttl, @Nullable Set<String> query,
			List<String> keyedHeaders, List<String> targetedFields, boolean principalScoped, boolean ignoreCookies,
			boolean ignoreClientDirectives, Duration keepStale, Duration failSafe) {
	}

	/**
	 * The key of a request and its parts.
	 *
	 * @param text the full text
	 * @param target scheme, authority and path
	 * @param query the query parameters that are part of it
	 * @param headers the request header fields that are part of it
	 * @param principal the principal that is part of it; {@code null} if none is
	 */
	public record Key(String text, String target, Map<String, List<String>> query, Map<String, String> headers,
			@Nullable String principal) {
	}

	/**
	 * A stored response.
	 *
	 * @param tiers the tiers that hold it
	 * @param verdict whether it counts
	 * @param selected whether the request would be answered with it, or the handler be
	 * asked about it
	 * @param selecting what the request said in the fields that the response varies by
	 * @param status its status code
	 * @param directives its header fields that say something to caches
	 * @param freshness how fresh it is
	 * @param receivedAt when it came
	 * @param keptUntil when it goes
	 * @param length the length of its body in bytes
	 * @param tags its cache tags
	 */
	public record Stored(List<String> tiers, Verdict verdict, boolean selected, Map<String, String> selecting,
			int status, Map<String, List<String>> directives, Freshness freshness, Instant receivedAt,
			Instant keptUntil, int length, List<String> tags) {
	}

	/**
	 * How fresh a stored response is (RFC 9111, section 4.2).
	 *
	 * @param lifetime its freshness lifetime
	 * @param heuristic whether that is a guess
	 * @param age its age
	 * @param remaining the rest of its lifetime; negative by the time that it has been
	 * stale
	 */
	public record Freshness(Duration lifetime, boolean heuristic, Duration age, Duration remaining) {
	}

}
