package io.freshet.admin.web;

import java.util.List;
import java.util.function.UnaryOperator;

import io.freshet.admin.audit.AuditAction;
import io.freshet.admin.audit.AuditedActions;
import io.freshet.caching.administration.RouteAdministration;
import io.freshet.caching.administration.RouteReport;
import io.freshet.caching.load.PolicyOverride;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Cached routes over HTTP; what the documentation says of it is in
 * {@link RoutesDocumentation}.
 */
@RestController
@RequestMapping(path = CacheController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class RoutesController implements RoutesDocumentation {

	private static final Logger log = LoggerFactory.getLogger(RoutesController.class);

	private final ObjectProvider<RouteAdministration> routes;

	private final AuditedActions audited;

	RoutesController(ObjectProvider<RouteAdministration> routes, AuditedActions audited) {
		this.routes = routes;
		this.audited = audited;
	}

	@Override
	@GetMapping("/routes")
	public Mono<ResponseEntity<List<RouteView>>> routes() {
		RouteAdministration known = this.routes.getIfAvailable();
		return ((known != null) ? known.routes() : Mono.just(List.<RouteReport>of()))
			.map((routes) -> routes.stream().map(RouteView::of).toList())
			.map(Answers::of);
	}

	@Override
	@PatchMapping(path = "/routes/{id}", consumes = { CacheController.MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE })
	public Mono<ResponseEntity<RouteView>> change(@PathVariable String id, @RequestBody JsonNode patch,
			ServerWebExchange exchange) {
		return Answers.nameOf(exchange)
			.flatMapMany((who) -> this.audited.act(who, AuditAction.CHANGE_ROUTE, id + " " + patch,
					(line) -> change(id, CachePatch.of(patch), who), (changed) -> null))
			.single()
			.map(RouteView::of)
			.map(Answers::of);
	}

	private Mono<RouteReport> change(String id, UnaryOperator<PolicyOverride> change, String who) {
		RouteAdministration known = this.routes.getIfAvailable();
		return ((known != null) ? known.change(id, change) : Mono.<RouteReport>empty())
			.switchIfEmpty(Mono.error(() -> new UnknownRouteException(id)))
			.doOnNext((changed) -> log.info("{} changed route '{}': {}", who, changed.pattern(), changed.override()));
	}

}
