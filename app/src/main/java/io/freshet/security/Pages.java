package io.freshet.security;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * The pages of signing in, and those of who is not let in: templates, rendered on threads
 * that may wait, as reading a template may. (Thymeleaf's own view renders on threads that
 * may not.)
 */
@Component
class Pages {

	private final ITemplateEngine templates;

	Pages(ITemplateEngine templates) {
		this.templates = templates;
	}

	/**
	 * Renders a page.
	 * @param page the name of the template
	 * @param model what the template shows
	 * @return the page
	 */
	Mono<String> render(String page, Map<String, Object> model) {
		return Mono.fromCallable(() -> this.templates.process("security/" + page, new Context(Locale.ENGLISH, model)))
			.subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * Answers with a page from where no controller is involved: from filters.
	 * @param exchange the request and the response
	 * @param status the status of the response
	 * @param page the name of the template
	 * @param model what the template shows
	 * @return completes when the response is written
	 */
	Mono<Void> write(ServerWebExchange exchange, HttpStatus status, String page, Map<String, Object> model) {
		ServerHttpResponse response = exchange.getResponse();
		return render(page, model).flatMap((html) -> {
			response.setStatusCode(status);
			response.getHeaders().setContentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8));
			return response.writeWith(
					Mono.fromSupplier(() -> response.bufferFactory().wrap(html.getBytes(StandardCharsets.UTF_8))));
		});
	}

}
