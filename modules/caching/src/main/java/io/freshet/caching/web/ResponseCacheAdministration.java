package io.freshet.caching.web;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.EntryAdministration;
import io.freshet.caching.administration.PurgeReport;
import io.freshet.caching.administration.ResponseSelection;
import io.freshet.caching.administration.ResponseAdministration;
import io.freshet.caching.administration.ResponseExplanation;
import io.freshet.caching.administration.ResponseQuery;
import io.freshet.caching.administration.Selection;
import io.freshet.caching.administration.WarmReport;
import io.freshet.caching.http.RequestDecision;
import io.freshet.caching.http.RoutePolicy;

/**
 * Administration of the response cache of this application.
 */
public final class ResponseCacheAdministration implements ResponseAdministration {

	private static final Logger logger = LoggerFactory.getLogger(ResponseCacheAdministration.class);

	private static final int REQUESTS_AT_ONCE = 4;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ResponseExplainer explainer;

	private final CacheAdministration administration;

	private final StoredUris storedUris;

	private final Supplier<HttpHandler> application;

	/**
	 * Makes an administration.
	 * @param explainer explains what the cache does
	 * @param administration invalidates entries
	 * @param entries finds entries
	 * @param application gives what handles all requests, from when on it is there
	 */
	public ResponseCacheAdministration(ResponseExplainer explainer, CacheAdministration administration,
			EntryAdministration entries, Supplier<HttpHandler> application) {
		this.explainer = explainer;
		this.administration = administration;
		this.storedUris = new StoredUris(entries);
		this.application = application;
	}

	@Override
	public Mono<ResponseExplanation> explain(ResponseQuery query) {
		return this.explainer.explain(query);
	}

	@Override
	public Mono<PurgeReport> purge(ResponseSelection target) {
		return Flux.defer(() -> Flux.fromIterable(selections(target)))
			.concatMap(this.administration::clear)
			.collectList()
			.filter((cleared) -> !cleared.isEmpty())
			.map((cleared) -> PurgeReport.of(target, cleared));
	}

	private List<Selection> selections(ResponseSelection target) {
		if (target instanceof ResponseSelection.Url url) {
			ResponseExplainer.Subject subject = this.explainer.subject(ResponseQuery.get(url.uri()));
			return (subject != null) ? patterns(subject) : List.of();
		}
		return List.of(new Selection.ByTag(tag(target)));
	}

	private static CacheTag tag(ResponseSelection target) {
		if (target instanceof ResponseSelection.Group group) {
			return ResponseTags.group(group.origin(), group.name());
		}
		return (target instanceof ResponseSelection.Tag tag) ? tag.tag()
				: ResponseTags.surrogateKey(((ResponseSelection.SurrogateKey) target).key());
	}

	/**
	 * What is kept under a key, and under that key with more behind it: header fields,
	 * principals, variants. Nothing in a URI looks like the space between them.
	 */
	private static List<Selection> patterns(ResponseExplainer.Subject subject) {
		String key = ResponseCacheFilter.CACHE.value() + ":"
				+ RequestDecision.key(subject.request(), unkeyed(subject.route())).value();
		StringBuilder pattern = new StringBuilder(key.length() + 16);
		for (int i = 0; i < key.length(); i++) {
			if (pattern.length() > KeyPattern.MAX_LENGTH - 4) {
				// Rather more than what is meant than less.
				return List.of(new Selection.ByKey(KeyPattern.of(pattern.append('*').toString())));
			}
			char c = key.charAt(i);
			pattern.append((c == '*' || c == '?' || c == '\\') ? "\\" : "").append(c);
		}
		return List.of(new Selection.ByKey(KeyPattern.of(pattern.toString())),
				new Selection.ByKey(KeyPattern.of(pattern.append(" *").toString())));
	}

	private static RoutePolicy unkeyed(RoutePolicy route) {
		return new RoutePolicy(route.profile(), route.ttl(), route.query(), route.statuses(), List.of(),
				route.ignoreCookies(), route.ignoreClientDirectives(), false, route.maxBodySize(), route.keepStale(),
				route.failSafe(), route.targetedFields(), route.invalidateOnUnsafe(), route.compressionThreshold());
	}

	@Override
	public Mono<List<WarmReport>> warm(List<ResponseQuery> queries) {
		return warm(queries, UnaryOperator.identity());
	}

	@Override
	public Mono<List<WarmReport>> renew(ResponseSelection selection, Map<String, List<String>> headers) {
		Mono<List<URI>> uris = (selection instanceof ResponseSelection.Url url) ? Mono.just(List.of(url.uri()))
				: Mono.defer(() -> this.storedUris.tagged(tag(selection)));
		return uris.map((found) -> found.stream().map((uri) -> new ResponseQuery("GET", uri, headers, null)).toList())
			.flatMap((queries) -> warm(queries, ResponseCacheAdministration::anew));
	}

	private static ResponseQuery anew(ResponseQuery query) {
		Map<String, List<String>> headers = new HashMap<>(query.headers());
		headers.put(HttpHeaders.CACHE_CONTROL, List.of("no-cache"));
		return new ResponseQuery(query.method(), query.uri(), headers, query.principal());
	}

	private Mono<List<WarmReport>> warm(List<ResponseQuery> queries, UnaryOperator<ResponseQuery> sent) {
		return Flux.fromIterable(new ArrayList<>(queries))
			.flatMapSequential((query) -> warm(query, sent.apply(query)), REQUESTS_AT_ONCE, 1)
			.collectList();
	}

	/**
	 * The context of whoever asks for it holds credentials, which the request must not
	 * have.
	 */
	private Mono<WarmReport> warm(ResponseQuery query, ResponseQuery sent) {
		return Mono.defer(() -> {
			InternalResponse response = new InternalResponse();
			return this.application.get()
				.handle(new InternalRequest(sent, null), response)
				.timeout(PATIENCE)
				.then(Mono.defer(() -> report(query, status(response))))
				.onErrorResume((ex) -> {
					logger.debug("Request for {} failed", query.uri(), ex);
					boolean late = ex instanceof TimeoutException;
					return Mono.just(new WarmReport(query.uri(), null, false, late ? "no answer in time" : "failed"));
				});
		}).contextWrite((context) -> Context.empty());
	}

	private Mono<WarmReport> report(ResponseQuery query, int status) {
		return this.explainer.explain(query).map((explained) -> {
			ResponseExplanation.Outcome outcome = explained.outcome();
			boolean stored = outcome.decision().startsWith("serve");
			String reason = outcome.decision().equals("forward") ? "the response was not kept" : outcome.reason();
			return new WarmReport(query.uri(), status, stored, stored ? "stored" : reason);
		});
	}

	private static int status(InternalResponse response) {
		HttpStatusCode status = response.getStatusCode();
		return (status != null) ? status.value() : HttpStatus.OK.value();
	}

}
