package io.freshet.admin.web;

import java.util.Map;
import java.util.Objects;

import io.swagger.v3.oas.annotations.Hidden;
import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * The routes for administrators once more, as pieces of the page: what they answer as
 * JSON, a template shows as text.
 */
@Hidden
@RestController
@RequestMapping(path = CacheController.PATH, headers = "HX-Request", produces = MediaType.TEXT_HTML_VALUE)
class CacheFragments {

	private final Templates templates;

	private final CacheController caches;

	private final RoutesController routes;

	private final EntriesController entries;

	private final ResponseCacheController responses;

	private final AdviceController advice;

	private final AuditController audit;

	CacheFragments(Templates templates, CacheController caches, RoutesController routes, EntriesController entries,
			ResponseCacheController responses, AdviceController advice, AuditController audit) {
		this.templates = templates;
		this.caches = caches;
		this.routes = routes;
		this.entries = entries;
		this.responses = responses;
		this.advice = advice;
		this.audit = audit;
	}

	@GetMapping("/caches")
	Mono<ResponseEntity<String>> caches() {
		return fragment("caches", this.caches.caches());
	}

	@GetMapping("/routes")
	Mono<ResponseEntity<String>> routes() {
		return fragment("routes", this.routes.routes());
	}

	@GetMapping("/entries")
	Mono<ResponseEntity<String>> entries(ServerWebExchange exchange) {
		return fragment("entries", this.entries.entries(exchange));
	}

	@GetMapping("/entries/{id}")
	Mono<ResponseEntity<String>> entry(@PathVariable String id) {
		return fragment("entry", this.entries.entry(id));
	}

	@GetMapping("/advice")
	Mono<ResponseEntity<String>> advice(ServerWebExchange exchange) {
		return fragment("advice", this.advice.advice(exchange));
	}

	@GetMapping("/audit")
	Mono<ResponseEntity<String>> audit(ServerWebExchange exchange) {
		return fragment("audit", this.audit.audit(exchange));
	}

	@GetMapping("/explain")
	Mono<ResponseEntity<String>> explain(ServerWebExchange exchange) {
		return fragment("explanation", this.responses.explain(exchange));
	}

	/** Shows what a route answers: the template and what it shows have the same name. */
	private <T> Mono<ResponseEntity<String>> fragment(String name, Mono<ResponseEntity<T>> answer) {
		return answer
			.flatMap(
					(response) -> this.templates.render(name, Map.of(name, Objects.requireNonNull(response.getBody()))))
			.map((html) -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(html));
	}

}
