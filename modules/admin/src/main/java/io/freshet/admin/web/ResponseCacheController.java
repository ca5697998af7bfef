package io.freshet.admin.web;

import java.security.Principal;
import java.util.List;

import io.freshet.admin.web.InvalidCacheRequestException.Place;
import io.freshet.caching.administration.PurgeTarget;
import io.freshet.caching.administration.ResponseAdministration;
import io.freshet.caching.administration.ResponseQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
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

	private static final String ANONYMOUS = "anonymous";

	private final ObjectProvider<ResponseAdministration> administration;

	ResponseCacheController(ObjectProvider<ResponseAdministration> administration) {
		this.administration = administration;
	}

	@Override
	@GetMapping("/explain")
	public Mono<ResponseEntity<ExplanationView>> explain(ServerWebExchange exchange) {
		ResponseQuery query = ExplainRequest.of(exchange.getRequest());
		return administration().explain(query).map(ExplanationView::of).map(ResponseCacheController::answer);
	}

	@Override
	@PostMapping(path = "/purge", consumes = MediaType.APPLICATION_JSON_VALUE)
	public Mono<ResponseEntity<PurgeView>> purge(@RequestBody JsonNode content, ServerWebExchange exchange) {
		PurgeTarget target = PurgeRequest.of(content, exchange.getRequest().getURI());
		return nameOf(exchange)
			.flatMap((who) -> administration().purge(target)
				.doOnNext((report) -> log.info("{} purged '{}': {} entries", who, target.text(), report.entries())))
			.switchIfEmpty(Mono.error(() -> InvalidCacheRequestException.value(Place.MEMBER, PurgeRequest.URL,
					target.text(), "a URL on a cached route")))
			.map(PurgeView::of)
			.map(ResponseCacheController::answer);
	}

	@Override
	@PostMapping(path = "/warm", consumes = MediaType.APPLICATION_JSON_VALUE)
	public Mono<ResponseEntity<List<WarmView>>> warm(@RequestBody JsonNode content, ServerWebExchange exchange) {
		List<ResponseQuery> queries = WarmRequest.of(content, exchange.getRequest().getURI());
		return administration().warm(queries)
			.map((reports) -> reports.stream().map(WarmView::of).toList())
			.map(ResponseCacheController::answer);
	}

	private ResponseAdministration administration() {
		return this.administration.getIfAvailable(() -> {
			throw new NoResponseCacheException();
		});
	}

	private static Mono<String> nameOf(ServerWebExchange exchange) {
		return exchange.getPrincipal().map(Principal::getName).defaultIfEmpty(ANONYMOUS);
	}

	private static <T> ResponseEntity<T> answer(T body) {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
	}

}
