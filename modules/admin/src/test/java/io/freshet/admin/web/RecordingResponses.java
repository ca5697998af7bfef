package io.freshet.admin.web;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.freshet.caching.administration.PurgeReport;
import io.freshet.caching.administration.ResponseSelection;
import io.freshet.caching.administration.ResponseAdministration;
import io.freshet.caching.administration.ResponseExplanation;
import io.freshet.caching.administration.ResponseExplanation.Freshness;
import io.freshet.caching.administration.ResponseExplanation.Outcome;
import io.freshet.caching.administration.ResponseExplanation.Stored;
import io.freshet.caching.administration.Verdict;
import io.freshet.caching.administration.ResponseQuery;
import io.freshet.caching.administration.WarmReport;
import reactor.core.publisher.Mono;

/**
 * Remembers what it was asked for, and knows one stored response.
 */
final class RecordingResponses implements ResponseAdministration {

	private final List<Object> asked = new CopyOnWriteArrayList<>();

	List<Object> asked() {
		return this.asked;
	}

	@Override
	public Mono<ResponseExplanation> explain(ResponseQuery query) {
		return Mono.fromSupplier(() -> {
			this.asked.add(query);
			Stored stored = new Stored(List.of("near"), Verdict.OTHER_HISTORY, false, Map.of("accept", "a"), 200,
					Map.of("ETag", List.of("\"x\"")),
					new Freshness(Duration.ofSeconds(60), false, Duration.ofSeconds(13), Duration.ofSeconds(47)),
					Instant.EPOCH, Instant.EPOCH.plusSeconds(60), 3, List.of("post:42"));
			return new ResponseExplanation(query.method(), query.uri().toString(), null,
					new ResponseExplanation.Key("responses:GET x", "x", Map.of(), Map.of(), query.principal()),
					List.of(stored), true, new Outcome("forward", "uri-miss", "MISS", "Freshet; fwd=uri-miss"));
		});
	}

	@Override
	public Mono<PurgeReport> purge(ResponseSelection target) {
		return Mono.fromSupplier(() -> {
			this.asked.add(target);
			return target.text().contains("elsewhere") ? null
					: new PurgeReport(target, List.of("post:42"), 3, 2, 3, true);
		});
	}

	@Override
	public Mono<List<WarmReport>> renew(ResponseSelection selection, Map<String, List<String>> headers) {
		return Mono.fromSupplier(() -> {
			this.asked.add(selection);
			this.asked.add(headers);
			return List.of(new WarmReport(URI.create("http://here.example/a"), 200, true, "stored"));
		});
	}

	@Override
	public Mono<List<WarmReport>> warm(List<ResponseQuery> queries) {
		return Mono.fromSupplier(() -> {
			this.asked.addAll(queries);
			return queries.stream().map((query) -> new WarmReport(query.uri(), 200, true, "stored")).toList();
		});
	}

}
