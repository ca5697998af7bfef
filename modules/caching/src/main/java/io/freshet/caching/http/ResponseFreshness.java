package io.freshet.caching.http;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How fresh a response is (RFC 9111, section 4.2).
 *
 * @param lifetime the freshness lifetime (section 4.2.1)
 * @param initialAge how old it was when it was received, {@code corrected_initial_age}
 * (section 4.2.3)
 * @param heuristic whether the lifetime is a guess (section 4.2.2)
 */
public record ResponseFreshness(Duration lifetime, Duration initialAge, boolean heuristic) {

	private static final int HEURISTIC_PART = 10;

	private static final Duration HEURISTIC_MAX = Duration.ofDays(1);

	private static final int MAX_DIGITS = 18;

	static ResponseFreshness of(int status, HeaderFields response, Instant requestedAt, Instant receivedAt,
			ResponseDirectives directives, RoutePolicy route) {
		Instant date = HttpDate.parse(response.first("Date"), receivedAt);
		Instant begin = (date != null) ? date : receivedAt.truncatedTo(ChronoUnit.SECONDS);
		Duration initialAge = initialAge(response, requestedAt, receivedAt, begin);
		Duration explicit = explicit(response, begin, directives, route);
		if (explicit != null) {
			return new ResponseFreshness(explicit, initialAge, false);
		}
		Duration guess = mayBeGuessed(status, directives, route) ? guess(response, begin) : Duration.ZERO;
		return new ResponseFreshness(guess, initialAge, !guess.isZero());
	}

	private static @Nullable Duration explicit(HeaderFields response, Instant begin, ResponseDirectives directives,
			RoutePolicy route) {
		if (route.ttl() != null) {
			return route.ttl();
		}
		Long shared = directives.seconds("s-maxage");
		Long seconds = (shared != null) ? shared : directives.seconds("max-age");
		if (seconds != null) {
			return Duration.ofSeconds(seconds);
		}
		List<String> expires = directives.targeted() ? List.of() : response.values("Expires");
		return expires.isEmpty() ? null : untilFirst(expires, begin);
	}

	/**
	 * RFC 9111, section 5.3: what is no date, {@code 0} above all, lies in the past.
	 */
	private static Duration untilFirst(List<String> expires, Instant begin) {
		Duration least = Duration.ofSeconds(CacheControl.MAX_SECONDS);
		for (String line : expires) {
			Instant end = HttpDate.parse(line, begin);
			Duration lifetime = (end != null) ? notNegative(Duration.between(begin, end)) : Duration.ZERO;
			least = (lifetime.compareTo(least) < 0) ? lifetime : least;
		}
		return least;
	}

	private static boolean mayBeGuessed(int status, ResponseDirectives directives, RoutePolicy route) {
		return route.isStandard() && (StatusCodes.isHeuristicallyCacheable(status) || directives.has("public"));
	}

	private static Duration guess(HeaderFields response, Instant begin) {
		Instant modified = HttpDate.parse(response.first("Last-Modified"), begin);
		if (modified == null) {
			return Duration.ZERO;
		}
		Duration guess = notNegative(Duration.between(modified, begin)).dividedBy(HEURISTIC_PART);
		return (guess.compareTo(HEURISTIC_MAX) > 0) ? HEURISTIC_MAX : guess;
	}

	private static Duration initialAge(HeaderFields response, Instant requestedAt, Instant receivedAt, Instant begin) {
		Duration apparent = notNegative(Duration.between(begin, receivedAt.truncatedTo(ChronoUnit.SECONDS)));
		Duration corrected = age(response.values("Age")).plus(notNegative(Duration.between(requestedAt, receivedAt)));
		return (apparent.compareTo(corrected) > 0) ? apparent : corrected;
	}

	/**
	 * RFC 9111, section 5.1: of a list the first member counts, and what is no number is
	 * ignored. Too large a number is a large one (section 1.2.2).
	 */
	private static Duration age(List<String> lines) {
		String first = lines.stream()
			.flatMap((line) -> FieldLists.split(line).stream())
			.map(String::strip)
			.filter((member) -> !member.isEmpty())
			.findFirst()
			.orElse("");
		if (first.isEmpty() || !first.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return Duration.ZERO;
		}
		long seconds = (first.length() > MAX_DIGITS) ? CacheControl.MAX_SECONDS : Long.parseLong(first);
		return Duration.ofSeconds(Math.min(seconds, CacheControl.MAX_SECONDS));
	}

	/**
	 * Returns the age of the response (RFC 9111, section 4.2.3).
	 * @param now the time
	 * @param receivedAt when the response was received
	 * @return {@code current_age}
	 */
	public Duration currentAge(Instant now, Instant receivedAt) {
		return this.initialAge.plus(notNegative(Duration.between(receivedAt, now)));
	}

	/**
	 * Returns how long the response will be fresh.
	 * @param now the time
	 * @param receivedAt when the response was received
	 * @return the rest of its lifetime; negative by the time that it has been stale
	 */
	public Duration remaining(Instant now, Instant receivedAt) {
		return remaining(currentAge(now, receivedAt));
	}

	/**
	 * Returns how long the response will be fresh.
	 * @param age its age
	 * @return the rest of its lifetime; negative by the time that it has been stale
	 */
	public Duration remaining(Duration age) {
		return this.lifetime.minus(age);
	}

	/**
	 * Returns whether the response is fresh (RFC 9111, section 4.2).
	 * @param age its age
	 * @return whether its lifetime is longer
	 */
	public boolean isFresh(Duration age) {
		return this.lifetime.compareTo(age) > 0;
	}

	private static Duration notNegative(Duration duration) {
		return duration.isNegative() ? Duration.ZERO : duration;
	}

}
