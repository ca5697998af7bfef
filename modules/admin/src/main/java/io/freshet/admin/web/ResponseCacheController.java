package io.freshet.admin.web;

import java.net.URI;
import java.util.List;

import io.freshet.admin.audit.AuditAction;
import io.freshet.admin.audit.AuditedActions;
import io.freshet.admin.web.InvalidCacheRequestException.Place;
import io.freshet.caching.administration.PurgeReport;
import io.freshet.caching.administration.ResponseSelection;
import io.freshet.caching.administration.ResponseAdministration;
import io.freshet.caching.administration.ResponseQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * The response cache over HTTP; what the documentation says of it is in
 * {@link ResponseCacheDocumentation}.
 */
@RestController
@RequestMapping(path = CacheController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class ResponseCacheController implements ResponseCacheDocumentation {

	private static final Logger log = LoggerFactory.getLogger(ResponseCacheController.class);

	private final ObjectProvider<ResponseAdministration> administration;

	private final AuditedActions audited;

	ResponseCacheController(ObjectProvider<ResponseAdministration> administration, AuditedActions audited) {
		this.administration = administration;
		this.audited = audited;
	}

	@Override
	@GetMapping("/explain")
	public Mono<ResponseEntity<ExplanationView>> explain(ServerWebExchange exchange) {
		ResponseQuery query = ExplainRequest.of(exchange.getRequest());
		return administration().explain(query).map(ExplanationView::of).map(Answers::of);
	}

	@Override
	@PostMapping(path = "/purge", consumes = MediaType.APPLICATION_JSON_VALUE)
	public Mono<ResponseEntity<PurgeView>> purge(@RequestBody JsonNode content, ServerWebExchange exchange) {
		URI self = exchange.getRequest().getURI();
		return Answers.nameOf(exchange)
			.flatMapMany((who) -> this.audited.act(who, AuditAction.PURGE, content.toString(),
					(line) -> purge(PurgeRequest.of(content, self), who), PurgeReport::entries))
			.single()
			.map(PurgeView::of)
			.map(Answers::of);
	}

	private Mono<PurgeReport> purge(ResponseSelection target, String who) {
		return administration().purge(target)
			.doOnNext((report) -> log.info("{} purged '{}': {} entries", who, target.text(), report.entries()))
			.switchIfEmpty(Mono.error(() -> InvalidCacheRequestException.value(Place.MEMBER, PurgeRequest.URL,
					target.text(), "a URL on a cached route")));
	}

	@Override
	@PostMapping(path = "/warm", consumes = MediaType.APPLICATION_JSON_VALUE)
	public Mono<ResponseEntity<List<WarmView>>> warm(@RequestBody JsonNode content, ServerWebExchange exchange) {
		return WarmRequest.of(content, exchange.getRequest().getURI())
			.apply(administration())
			.map((reports) -> reports.stream().map(WarmView::of).toList())
			.map(Answers::of);
	}

	private ResponseAdministration administration() {
		return this.administration.getIfAvailable(() -> {
			throw new NoResponseCacheException();
		});
	}

}
