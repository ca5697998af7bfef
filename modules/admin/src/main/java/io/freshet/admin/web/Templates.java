package io.freshet.admin.web;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.result.view.Rendering;

/**
 * Where templates are rendered: on threads that may wait, as reading a template may.
 */
final class Templates {

	private Templates() {
	}

	/** What comes after a publisher runs where it emits, and rendering comes after it. */
	static Mono<Rendering> render(Mono<Rendering> rendering) {
		return rendering.publishOn(Schedulers.boundedElastic());
	}

}
