package io.freshet.admin.web;

import java.util.Map;
import java.util.Objects;

import io.swagger.v3.oas.annotations.Hidden;
import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
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

	private final ResponseCacheController responses;

	CacheFragments(Templates templates, CacheController caches, ResponseCacheController responses) {
		this.templates = templates;
		this.caches = caches;
		this.responses = responses;
	}

	@GetMapping("/caches")
	Mono<ResponseEntity<String>> caches() {
		return fragment("caches", this.caches.caches());
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
