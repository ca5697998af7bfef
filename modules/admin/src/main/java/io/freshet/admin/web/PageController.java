package io.freshet.admin.web;

import io.swagger.v3.oas.annotations.Hidden;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;

/**
 * The page of administrators. It holds no figures: what it shows it asks the routes below
 * {@value CacheController#PATH} for.
 */
@Hidden
@Controller
class PageController {

	@GetMapping("/admin")
	Mono<Rendering> page() {
		return Templates.render(Mono.just(Rendering.view("admin/dashboard").build()));
	}

}
