package io.freshet.admin.web;

import java.util.Map;

import io.swagger.v3.oas.annotations.Hidden;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The page of administrators. It holds no figures: what it shows it asks the routes below
 * {@value CacheController#PATH} for.
 */
@Hidden
@RestController
class PageController {

	private final Templates templates;

	PageController(Templates templates) {
		this.templates = templates;
	}

	@GetMapping(path = "/admin", produces = MediaType.TEXT_HTML_VALUE)
	Mono<String> page() {
		return this.templates.render("dashboard", Map.of());
	}

}
