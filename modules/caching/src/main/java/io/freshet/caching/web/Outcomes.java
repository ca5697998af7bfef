package io.freshet.caching.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.freshet.caching.administration.ResponseExplanation.Outcome;
import io.freshet.caching.http.CacheDecision;
import io.freshet.caching.http.CacheDecision.Forward;
import io.freshet.caching.http.CacheDecision.Revalidate;
import io.freshet.caching.http.CacheDecision.Serve;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.ForwardReason;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.RequestDecision.Bypass;
import io.freshet.caching.http.RequestDecision.Pass;
import io.freshet.caching.http.ResponseFreshness;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.Staleness;

/**
 * Decisions in words, for administrators and the log.
 */
final class Outcomes {

	private Outcomes() {
	}

	static Outcome notCached(String reason) {
		return new Outcome("not-cached", reason, "", "");
	}

	static Outcome of(Bypass bypass) {
		String reason = word(bypass.reason());
		return new Outcome("bypass", reason, "BYPASS",
				CacheStatus.forwarded(ForwardReason.BYPASS).withDetail(reason).value());
	}

	static Outcome of(Pass pass) {
		return new Outcome("pass", pass.unsafe() ? "unsafe method, which may invalidate" : "method", "BYPASS",
				CacheStatus.forwarded(ForwardReason.METHOD).value());
	}

	static Outcome of(CacheDecision decision, FoundResponses found, RoutePolicy route, Instant now) {
		if (decision instanceof Serve serve) {
			return served(serve, found.of(serve.response()), route, now);
		}
		if (decision instanceof Revalidate revalidate) {
			String fields = String.join(", ", revalidate.conditions().stream().map(HeaderField::name).toList());
			return new Outcome("revalidate", word(revalidate.reason()) + "; the handler is asked with " + fields,
					"MISS", CacheStatus.forwarded(revalidate.reason()).value());
		}
		if (decision instanceof Forward forward) {
			Miss miss = Miss.of(forward.reason(), found);
			return new Outcome("forward", word(miss.reason()), "MISS", miss.status(false, false).value());
		}
		return new Outcome("refuse", "only-if-cached", "MISS",
				CacheStatus.forwarded(ForwardReason.URI_MISS).withDetail("only-if-cached").value());
	}

	private static Outcome served(Serve serve, FoundResponse chosen, RoutePolicy route, Instant now) {
		ResponseFreshness freshness = chosen.response().freshness(route);
		Duration remaining = freshness.remaining(now, chosen.response().receivedAt());
		boolean unjudged = chosen.entry().isStale();
		String reason = unjudged ? "unjudged" : word(serve.staleness());
		CacheStatus status = CacheStatus.hit(remaining.toSeconds());
		boolean hit = !unjudged && serve.staleness() == Staleness.FRESH;
		return new Outcome(serve.revalidate() ? "serve-and-revalidate" : "serve", reason, hit ? "HIT" : "STALE",
				(hit ? status : status.withDetail(reason)).value());
	}

	private static String word(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
