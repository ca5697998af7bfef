package io.freshet.admin.web;

import java.util.Objects;

import io.swagger.v3.oas.annotations.Hidden;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * The routes for administrators once more, as pieces of the page: what they answer as
 * JSON, a template shows as text.
 */
@Hidden
@Controller
@RequestMapping(path = CacheController.PATH, headers = "HX-Request", produces = MediaType.TEXT_HTML_VALUE)
class CacheFragments {

	private final CacheController caches;

	private final ResponseCacheController responses;

	CacheFragments(CacheController caches, ResponseCacheController responses) {
		this.caches = caches;
		this.responses = responses;
	}

	@GetMapping("/caches")
	Mono<Rendering> caches() {
		return fragment("caches", this.caches.caches());
	}

	@GetMapping("/explain")
	Mono<Rendering> explain(ServerWebExchange exchange) {
		return fragment("explanation", this.responses.explain(exchange));
	}

	/** Shows what a route answers: the template and what it shows have the same name. */
	private static <T> Mono<Rendering> fragment(String name, Mono<ResponseEntity<T>> answer) {
		return Templates.render(answer.map((response) -> Rendering.view("admin/" + name)
			.modelAttribute(name, Objects.requireNonNull(response.getBody()))
			.build()));
	}

}
