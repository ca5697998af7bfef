package io.freshet.admin.web;

import java.util.List;
import java.util.function.UnaryOperator;

import io.freshet.admin.audit.AuditAction;
import io.freshet.admin.audit.AuditedActions;
import io.freshet.admin.web.ClearEvents.AuditedStep;
import io.freshet.caching.CacheName;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.CacheSetting;
import io.freshet.caching.administration.ClearStep;
import io.freshet.caching.administration.ClearStep.Done;
import io.freshet.caching.load.PolicyOverride;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

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

	static final String MERGE_PATCH = "application/merge-patch+json";

	private static final Logger log = LoggerFactory.getLogger(CacheController.class);

	private final CacheAdministration administration;

	private final AuditedActions audited;

	CacheController(CacheAdministration administration, AuditedActions audited) {
		this.administration = administration;
		this.audited = audited;
	}

	@Override
	@GetMapping("/stats")
	public Mono<ResponseEntity<CacheStatsView>> stats() {
		return this.administration.report().map(CacheStatsView::of).map(Answers::of);
	}

	/**
	 * One method for both representations: to a client who takes anything, two would be
	 * equally right.
	 */
	@Override
	@DeleteMapping(path = "/clear", produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE })
	public Mono<ResponseEntity<?>> clear(ServerWebExchange exchange) {
		if (!EventStreams.isWanted(exchange.getRequest())) {
			return steps(exchange).map(AuditedStep::step)
				.ofType(Done.class)
				.single()
				.map(Done::report)
				.map(ClearView::of)
				.map(Answers::of);
		}
		ClearRequest.of(exchange.getRequest());
		return Mono.just(EventStreams.of(steps(exchange).map(ClearEvents::of)));
	}

	private Flux<AuditedStep> steps(ServerWebExchange exchange) {
		if (ClearRequest.isDryRun(exchange.getRequest())) {
			return this.administration.clearing(ClearRequest.of(exchange.getRequest()).selection(), true)
				.map((step) -> new AuditedStep(null, step));
		}
		String target = String.valueOf(exchange.getRequest().getURI().getQuery());
		return Answers.nameOf(exchange)
			.flatMapMany((who) -> this.audited.act(who, AuditAction.CLEAR, target,
					(line) -> clearing(who, ClearRequest.of(exchange.getRequest()))
						.map((step) -> new AuditedStep(line, step)),
					AuditedStep::entries));
	}

	private Flux<ClearStep> clearing(String who, ClearRequest request) {
		return this.administration.clearing(request.selection(), false)
			.doOnNext((step) -> logIfDone(who, step))
			.doOnCancel(() -> log.info("{} stopped clearing '{}'", who, request.selection()))
			.doOnError((ex) -> log.warn("{} could not clear '{}': {}", who, request.selection(), ex.toString()));
	}

	private static void logIfDone(String who, ClearStep step) {
		if (step instanceof Done done) {
			log.info("{} cleared '{}': {} entries", who, done.report().selection(), done.report().entries());
		}
	}

	@Override
	@GetMapping("/caches")
	public Mono<ResponseEntity<List<CacheSettingView>>> caches() {
		return this.administration.caches()
			.map((caches) -> caches.stream().map(CacheSettingView::of).toList())
			.map(Answers::of);
	}

	@Override
	@PatchMapping(path = "/caches/{name}", consumes = { MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE })
	public Mono<ResponseEntity<CacheSettingView>> change(@PathVariable String name, @RequestBody JsonNode patch,
			ServerWebExchange exchange) {
		return Answers.nameOf(exchange)
			.flatMapMany((who) -> this.audited.act(who, AuditAction.CHANGE_CACHE, name + " " + patch,
					(line) -> change(name, CachePatch.of(patch), who), (changed) -> null))
			.single()
			.map(CacheSettingView::of)
			.map(Answers::of);
	}

	private Mono<CacheSetting> change(String name, UnaryOperator<PolicyOverride> change, String who) {
		return cacheName(name).flatMap((cache) -> this.administration.change(cache, change))
			.switchIfEmpty(Mono.error(() -> new UnknownCacheException(name)))
			.doOnNext((changed) -> log.info("{} changed cache '{}': {}", who, changed.name(), changed.override()));
	}

	/** No cache can have a name that is not one, so asking for it finds nothing. */
	private static Mono<CacheName> cacheName(String text) {
		return Mono.fromSupplier(() -> CacheName.of(text))
			.onErrorResume(IllegalArgumentException.class, (ex) -> Mono.empty());
	}

}
