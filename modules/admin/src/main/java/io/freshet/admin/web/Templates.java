package io.freshet.admin.web;

import java.util.Locale;
import java.util.Map;

import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.stereotype.Component;

/**
 * Renders templates on threads that may wait, as reading a template may. (Thymeleaf's own
 * view renders on threads that may not.)
 */
@Component
class Templates {

	private final ITemplateEngine engine;

	Templates(ITemplateEngine engine) {
		this.engine = engine;
	}

	Mono<String> render(String name, Map<String, Object> model) {
		return Mono.fromCallable(() -> this.engine.process("admin/" + name, new Context(Locale.ENGLISH, model)))
			.subscribeOn(Schedulers.boundedElastic());
	}

}
