package io.freshet.admin.web;

import java.security.Principal;
import java.util.List;
import java.util.function.UnaryOperator;

import io.freshet.caching.CacheName;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.ClearReport;
import io.freshet.caching.load.PolicyOverride;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * The caches over HTTP; what the documentation says of it is in
 * {@link CacheDocumentation}.
 */
@RestController
@RequestMapping(path = CacheController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class CacheController implements CacheDocumentation {

	static final String PATH = "/api/v1/cache";

	private static final String MERGE_PATCH = "application/merge-patch+json";

	private static final Logger log = LoggerFactory.getLogger(CacheController.class);

	private static final String ANONYMOUS = "anonymous";

	private final CacheAdministration administration;

	CacheController(CacheAdministration administration) {
		this.administration = administration;
	}

	@Override
	@GetMapping("/stats")
	public Mono<ResponseEntity<CacheStatsView>> stats() {
		return this.administration.report().map(CacheStatsView::of).map(CacheController::answer);
	}

	@Override
	@DeleteMapping("/clear")
	public Mono<ResponseEntity<ClearView>> clear(ServerWebExchange exchange) {
		ClearRequest request = ClearRequest.of(exchange.getRequest());
		return (request.dryRun() ? this.administration.preview(request.selection()) : clear(request, exchange))
			.map(ClearView::of)
			.map(CacheController::answer);
	}

	private Mono<ClearReport> clear(ClearRequest request, ServerWebExchange exchange) {
		return nameOf(exchange).flatMap((who) -> this.administration.clear(request.selection())
			.doOnNext((report) -> log.info("{} cleared '{}': {} entries", who, report.selection(), report.entries()))
			.doOnError((ex) -> log.warn("{} could not clear '{}': {}", who, request.selection(), ex.toString())));
	}

	@Override
	@GetMapping("/caches")
	public Mono<ResponseEntity<List<CacheSettingView>>> caches() {
		return this.administration.caches()
			.map((caches) -> caches.stream().map(CacheSettingView::of).toList())
			.map(CacheController::answer);
	}

	@Override
	@PatchMapping(path = "/caches/{name}", consumes = { MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE })
	public Mono<ResponseEntity<CacheSettingView>> change(@PathVariable String name, @RequestBody JsonNode patch,
			ServerWebExchange exchange) {
		UnaryOperator<PolicyOverride> change = CachePatch.of(patch);
		return nameOf(exchange)
			.flatMap((who) -> cacheName(name).flatMap((cache) -> this.administration.change(cache, change))
				.switchIfEmpty(Mono.error(() -> new UnknownCacheException(name)))
				.doOnNext((changed) -> log.info("{} changed cache '{}': {}", who, changed.name(), changed.override())))
			.map(CacheSettingView::of)
			.map(CacheController::answer);
	}

	/** No cache can have a name that is not one, so asking for it finds nothing. */
	private static Mono<CacheName> cacheName(String text) {
		return Mono.fromSupplier(() -> CacheName.of(text))
			.onErrorResume(IllegalArgumentException.class, (ex) -> Mono.empty());
	}

	private static Mono<String> nameOf(ServerWebExchange exchange) {
		return exchange.getPrincipal().map(Principal::getName).defaultIfEmpty(ANONYMOUS);
	}

	private static <T> ResponseEntity<T> answer(T body) {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
	}

}
