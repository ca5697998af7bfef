package io.freshet.problems;

import reactor.core.publisher.Mono;

import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Answers with a problem document what failed before or after a controller, in a filter.
 */
@Component
@Order(FilterProblems.BEFORE_THE_ONE_OF_SPRING_BOOT)
class FilterProblems implements ErrorWebExceptionHandler {

	static final int BEFORE_THE_ONE_OF_SPRING_BOOT = -2;

	private final Problems problems;

	private final ProblemWriter writer;

	FilterProblems(Problems problems, ProblemWriter writer) {
		this.problems = problems;
		this.writer = writer;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		if (exchange.getResponse().isCommitted() || DisconnectedClientHelper.isClientDisconnectedException(ex)) {
			return Mono.error(ex);
		}
		return answer(exchange, ex).flatMap((answer) -> (answer.getBody() instanceof ProblemDetail problem)
				? this.writer.write(exchange, problem, answer.getHeaders()) : Mono.error(ex));
	}

	private Mono<ResponseEntity<Object>> answer(ServerWebExchange exchange, Throwable ex) {
		return (ex instanceof ErrorResponse && ex instanceof Exception refusal)
				? this.problems.handleException(refusal, exchange) : this.problems.handleOther(ex, exchange);
	}

}
