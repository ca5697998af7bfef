package io.freshet.security;

import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers with a page from where no controller is involved: from filters.
 */
@Component
class Pages {

	private final ServerCodecConfigurer codecs;

	private final ObjectProvider<ViewResolver> views;

	Pages(ServerCodecConfigurer codecs, ObjectProvider<ViewResolver> views) {
		this.codecs = codecs;
		this.views = views;
	}

	/**
	 * Answers with a page. Its template is read on a thread that may wait.
	 * @param exchange the request and the response
	 * @param status the status of the response
	 * @param page the name of the template
	 * @param model what the template shows
	 * @return completes when the response is written
	 */
	Mono<Void> write(ServerWebExchange exchange, HttpStatus status, String page, Map<String, ?> model) {
		return ServerResponse.status(status)
			.render(page, model)
			.flatMap((response) -> response.writeTo(exchange,
					new ViewContext(this.codecs.getWriters(), this.views.orderedStream().toList())))
			.subscribeOn(Schedulers.boundedElastic());
	}

	private record ViewContext(List<HttpMessageWriter<?>> messageWriters,
			List<ViewResolver> viewResolvers) implements ServerResponse.Context {

	}

}
