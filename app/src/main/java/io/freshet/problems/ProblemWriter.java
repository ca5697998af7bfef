package io.freshet.problems;

import java.net.URI;
import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers with a problem document from where no controller is involved: from filters.
 */
@Component
public class ProblemWriter {

	private final ServerResponse.Context context;

	ProblemWriter(ServerCodecConfigurer codecs) {
		this.context = new CodecContext(codecs.getWriters());
	}

	/**
	 * Answers with a problem. Its type and instance are added if it has none.
	 * @param exchange the request and the response
	 * @param problem what is wrong
	 * @param headers fields that the response has beside the usual ones
	 * @return completes when the response is written
	 */
	public Mono<Void> write(ServerWebExchange exchange, ProblemDetail problem, HttpHeaders headers) {
		ProblemType.complete(problem);
		if (problem.getInstance() == null) {
			problem.setInstance(URI.create(exchange.getRequest().getURI().getRawPath()));
		}
		return ServerResponse.status(problem.getStatus())
			.headers((all) -> all.addAll(headers))
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyValue(problem)
			.flatMap((response) -> response.writeTo(exchange, this.context));
	}

	private record CodecContext(List<HttpMessageWriter<?>> messageWriters) implements ServerResponse.Context {

		@Override
		public List<ViewResolver> viewResolvers() {
			return List.of();
		}

	}

}
