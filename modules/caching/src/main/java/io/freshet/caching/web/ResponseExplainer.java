package io.freshet.caching.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.server.PathContainer;

import io.freshet.caching.administration.ResponseExplanation;
import io.freshet.caching.administration.ResponseExplanation.Freshness;
import io.freshet.caching.administration.ResponseExplanation.Outcome;
import io.freshet.caching.administration.ResponseExplanation.Route;
import io.freshet.caching.administration.ResponseExplanation.Stored;
import io.freshet.caching.administration.ResponseQuery;
import io.freshet.caching.http.CacheDecision;
import io.freshet.caching.http.CacheDecision.Revalidate;
import io.freshet.caching.http.CacheDecision.Serve;
import io.freshet.caching.http.CacheProfile;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.RequestDecision;
import io.freshet.caching.http.RequestDecision.Bypass;
import io.freshet.caching.http.RequestDecision.Pass;
import io.freshet.caching.http.ResponseFreshness;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.resilience.WaitBudget;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.web.StoredCopies.Copy;

/**
 * Explains what the cache would do with a request: looks up what is stored past all that
 * counts, and asks the very decisions that real requests are handled by.
 */
public final class ResponseExplainer {

	private static final Set<String> SAID_TO_CACHES = Set.of("cache-control", "expires", "pragma", "age", "date",
			"vary", "etag", "last-modified", "cache-groups");

	private final CachedRoutes routes;

	private final ResponseCache cache;

	private final CacheEngine engine;

	private final InvalidationLedger ledger;

	private final CacheStore near;

	private final CacheStore shared;

	private final @Nullable String basePath;

	/**
	 * Makes an explainer.
	 * @param routes the routes whose responses are cached
	 * @param cache decides on requests
	 * @param engine gives the time
	 * @param ledger judges what is stored
	 * @param near the near tier
	 * @param shared the shared tier
	 * @param basePath the path below which the application is; {@code null} if none
	 */
	public ResponseExplainer(CachedRoutes routes, ResponseCache cache, CacheEngine engine, InvalidationLedger ledger,
			CacheStore near, CacheStore shared, @Nullable String basePath) {
		this.routes = routes;
		this.cache = cache;
		this.engine = engine;
		this.ledger = ledger;
		this.near = near;
		this.shared = shared;
		this.basePath = basePath;
	}

	Mono<ResponseExplanation> explain(ResponseQuery query) {
		return Mono.defer(() -> {
			InternalRequest request = request(query);
			PathContainer path = request.getPath().pathWithinApplication();
			CachedRoutes.Route configured = this.routes.find(path);
			String pattern = pattern(path);
			if (configured == null) {
				String reason = (pattern != null) ? "excluded" : "no route matches";
				return Mono.just(new ResponseExplanation(query.method(), query.uri().toString(), null, null, List.of(),
						true, Outcomes.notCached(reason)));
			}
			RoutePolicy policy = this.cache.effective(configured);
			String principal = policy.principalScoped() ? query.principal() : null;
			return judgeable()
				.then(Mono.defer(() -> explain(ResponseCache.describe(request, principal), policy, configured)));
		}).contextWrite(WaitBudget::outOf);
	}

	/**
	 * Returns the key and the route of the GET request for a URI.
	 */
	@Nullable Subject subject(ResponseQuery query) {
		InternalRequest request = request(query);
		CachedRoutes.Route route = this.routes.find(request.getPath().pathWithinApplication());
		return (route != null) ? new Subject(ResponseCache.describe(request, null), route.policy()) : null;
	}

	private InternalRequest request(ResponseQuery query) {
		String base = this.basePath;
		boolean below = base != null && !base.isEmpty() && query.uri().getRawPath().startsWith(base + "/");
		return new InternalRequest(query, below ? base : null);
	}

	private @Nullable String pattern(PathContainer path) {
		return this.routes.routes()
			.stream()
			.filter((route) -> route.pattern().matches(path))
			.map((route) -> route.pattern().getPatternString())
			.findFirst()
			.orElse(null);
	}

	/** A look-up waits as well, for as long as the ledger grants. */
	private Mono<Void> judgeable() {
		FreshnessView view = this.ledger.view();
		return view.isCurrent() ? Mono.empty() : this.ledger.refreshed().onErrorComplete();
	}

	private Mono<ResponseExplanation> explain(CacheRequest request, RoutePolicy route, CachedRoutes.Route configured) {
		Instant now = this.engine.clock().instant();
		StoredCopies copies = new StoredCopies(this.near, this.shared, this.ledger.view(), now);
		ResponseStore store = new ResponseStore(ResponseCacheFilter.CACHE, this.engine, copies, ResponseLabels.NONE);
		EntryKey key = store.key(RequestDecision.key(request, route));
		RequestDecision asked = this.cache.decide(false, request, configured.name(), route);
		return store.find(key, request.headers(), route.failSafe()).flatMap((found) -> {
			CacheDecision decision = CacheDecision.of(request, found.responses(), now, route);
			Outcome outcome = outcome(asked, decision, found, route, now);
			StoredResponse selected = (asked instanceof RequestDecision.Lookup) ? selected(decision) : null;
			return lookAtVariants(store, copies, key)
				.then(Mono.fromSupplier(() -> new ResponseExplanation(request.method(), request.uri(),
						route(route, configured.pattern().getPatternString()), key(key, request, route),
						stored(store, copies, route, now, (selected != null) ? found.of(selected).entry().key() : null),
						copies.isSharedReached(), outcome)));
		});
	}

	private static Outcome outcome(RequestDecision asked, CacheDecision decision, FoundResponses found,
			RoutePolicy route, Instant now) {
		if (asked instanceof Bypass bypass) {
			return Outcomes.of(bypass);
		}
		if (asked instanceof RequestDecision.Refuse) {
			return Outcomes.refused();
		}
		return (asked instanceof Pass pass) ? Outcomes.of(pass) : Outcomes.of(decision, found, route, now);
	}

	private static @Nullable StoredResponse selected(CacheDecision decision) {
		if (decision instanceof Serve serve) {
			return serve.response();
		}
		return (decision instanceof Revalidate revalidate) ? revalidate.response() : null;
	}

	private static Mono<Void> lookAtVariants(ResponseStore store, StoredCopies copies, EntryKey key) {
		return copies.look(key).flatMapMany((known) -> {
			Set<EntryKey> variants = new HashSet<>();
			for (Copy copy : known) {
				if (store.decoded(copy.entry()) instanceof Kept.Variants listed) {
					listed.selecting().forEach((variant) -> variants.add(ResponseStore.variantKey(key, variant)));
				}
			}
			return Flux.fromIterable(variants);
		}).concatMap(copies::look).then();
	}

	private static List<Stored> stored(ResponseStore store, StoredCopies copies, RoutePolicy route, Instant now,
			@Nullable EntryKey selected) {
		List<Stored> all = new ArrayList<>();
		boolean first = true;
		for (List<Copy> same : copies.distinct()) {
			Copy copy = same.get(0);
			if (store.decoded(copy.entry()) instanceof Kept.One one) {
				boolean chosen = first && copy.entry().key().equals(selected) && isUsable(copy);
				first = first && !chosen;
				all.add(stored(same, one.response(), chosen, route, now));
			}
		}
		return all;
	}

	private static boolean isUsable(Copy copy) {
		return switch (copy.verdict()) {
			case VALID, UNJUDGED -> true;
			case INVALIDATED, OTHER_HISTORY, EXPIRED -> false;
		};
	}

	private static Stored stored(List<Copy> same, StoredResponse response, boolean selected, RoutePolicy route,
			Instant now) {
		Copy copy = same.get(0);
		ResponseFreshness freshness = response.freshness(route);
		Map<String, List<String>> directives = new LinkedHashMap<>();
		response.headers().stream().filter((field) -> isSaidToCaches(field.name(), route)).forEach((field) -> {
			directives.computeIfAbsent(field.name(), (name) -> new ArrayList<>()).add(field.value());
		});
		return new Stored(same.stream().map((one) -> one.tier().label()).toList(), copy.verdict(), selected,
				new TreeMap<>(response.selecting()), response.status(), directives,
				new Freshness(freshness.lifetime(), freshness.heuristic(),
						freshness.currentAge(now, response.receivedAt()),
						freshness.remaining(now, response.receivedAt())),
				response.receivedAt(), copy.entry().expires(), response.length(),
				copy.entry().tags().stream().map(Object::toString).sorted().toList());
	}

	private static boolean isSaidToCaches(String name, RoutePolicy route) {
		return SAID_TO_CACHES.stream().anyMatch(name::equalsIgnoreCase)
				|| route.targetedFields().stream().anyMatch(name::equalsIgnoreCase);
	}

	private static ResponseExplanation.Key key(EntryKey key, CacheRequest request, RoutePolicy route) {
		Map<String, List<String>> query = new TreeMap<>(request.query());
		if (route.query() != null) {
			query.keySet().retainAll(route.query());
		}
		Map<String, String> headers = new LinkedHashMap<>();
		for (String name : route.keyedHeaders()) {
			if (request.headers().has(name)) {
				headers.put(name, String.join(",", request.headers().values(name)));
			}
		}
		return new ResponseExplanation.Key(key.text(), request.target(), query, headers, request.principal());
	}

	private static Route route(RoutePolicy policy, String pattern) {
		return new Route(pattern, (policy.profile() == CacheProfile.STANDARD) ? "standard" : "safe", policy.ttl(),
				policy.query(), policy.keyedHeaders(), policy.targetedFields(), policy.principalScoped(),
				policy.ignoreCookies(), policy.ignoreClientDirectives(), policy.keepStale(), policy.failSafe());
	}

	/**
	 * What a URI stands for.
	 *
	 * @param request the GET request for it
	 * @param route the policy of its route
	 */
	record Subject(CacheRequest request, RoutePolicy route) {
	}

}
