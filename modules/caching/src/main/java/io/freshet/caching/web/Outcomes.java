package io.freshet.caching.web;

import java.time.Duration;
import java.time.Instant;

import io.freshet.caching.administration.ResponseExplanation.Outcome;
import io.freshet.caching.http.CacheDecision;
import io.freshet.caching.http.CacheDecision.Forward;
import io.freshet.caching.http.CacheDecision.Revalidate;
import io.freshet.caching.http.CacheDecision.Serve;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.RequestDecision.Bypass;
import io.freshet.caching.http.RequestDecision.Pass;
import io.freshet.caching.http.ResponseFreshness;
import io.freshet.caching.http.RoutePolicy;

/**
 * Decisions in words, for administrators.
 */
final class Outcomes {

	private Outcomes() {
	}

	static Outcome notCached(String reason) {
		return new Outcome("not-cached", reason, "", "");
	}

	static Outcome of(Bypass bypass) {
		ToldStatus told = ToldStatus.bypass(bypass.reason());
		return outcome("bypass", told.outcome().reason(), told);
	}

	static Outcome of(Pass pass) {
		return outcome("pass", pass.unsafe() ? "unsafe method, which may invalidate" : "method", ToldStatus.method());
	}

	static Outcome refused() {
		ToldStatus told = ToldStatus.refused();
		return outcome("refuse", told.outcome().reason(), told);
	}

	static Outcome of(CacheDecision decision, FoundResponses found, RoutePolicy route, Instant now) {
		if (decision instanceof Serve serve) {
			return served(serve, found.of(serve.response()), route, now);
		}
		if (decision instanceof Revalidate revalidate) {
			String fields = String.join(", ", revalidate.conditions().stream().map(HeaderField::name).toList());
			return outcome("revalidate", revalidate.reason().token() + "; the handler is asked with " + fields,
					ToldStatus.miss(CacheStatus.forwarded(revalidate.reason())));
		}
		if (decision instanceof Forward forward) {
			Miss miss = Miss.of(forward.reason(), found);
			return outcome("forward", miss.reason().token(), ToldStatus.miss(miss.status(false, false)));
		}
		return refused();
	}

	private static Outcome served(Serve serve, FoundResponse chosen, RoutePolicy route, Instant now) {
		ResponseFreshness freshness = chosen.response().freshness(route);
		Duration remaining = freshness.remaining(now, chosen.response().receivedAt());
		ToldStatus told = ToldStatus.hit(serve.staleness(), chosen.entry().isStale(), remaining);
		return outcome(serve.revalidate() ? "serve-and-revalidate" : "serve", told.outcome().reason(), told);
	}

	private static Outcome outcome(String decision, String reason, ToldStatus told) {
		return new Outcome(decision, reason, told.outcome().cache(), told.status().value());
	}

}
