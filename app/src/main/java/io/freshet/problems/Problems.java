package io.freshet.problems;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.beans.TypeMismatchException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;

/**
 * Turns every error into a problem document. What a module refuses for reasons of its own
 * has an advice in that module, which goes before this one.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(Problems.class);

	private static final String RETRY_AFTER_SECONDS = "5";

	private final DataSize largestBody;

	Problems(@Value("${spring.http.codecs.max-in-memory-size}") DataSize largestBody) {
		this.largestBody = largestBody;
	}

	@Override
	protected Mono<ResponseEntity<Object>> handleWebExchangeBindException(WebExchangeBindException ex,
			HttpHeaders headers, HttpStatusCode status, ServerWebExchange exchange) {
		return invalid(ex, FieldProblem.of(ex), headers, exchange);
	}

	@Override
	protected Mono<ResponseEntity<Object>> handleHandlerMethodValidationException(HandlerMethodValidationException ex,
			HttpHeaders headers, HttpStatusCode status, ServerWebExchange exchange) {
		List<FieldProblem> errors = ex.getParameterValidationResults()
			.stream()
			.flatMap((result) -> FieldProblem.of(result).stream())
			.toList();
		return invalid(ex, errors, headers, exchange);
	}

	private Mono<ResponseEntity<Object>> invalid(Exception ex, List<FieldProblem> errors, HttpHeaders headers,
			ServerWebExchange exchange) {
		String fields = (errors.size() == 1) ? "One field is" : errors.size() + " fields are";
		ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "invalid-fields", "Invalid fields",
				fields + " not valid, see 'errors'");
		problem.setProperty("errors", errors);
		return handleExceptionInternal(ex, problem, headers, HttpStatus.BAD_REQUEST, exchange);
	}

	@Override
	protected Mono<ResponseEntity<Object>> handleServerWebInputException(ServerWebInputException ex,
			HttpHeaders headers, HttpStatusCode status, ServerWebExchange exchange) {
		Optional<ProblemDetail> problem = JsonMistake.in(ex)
			.map(Problems::invalidJson)
			.or(() -> Optional.ofNullable(mismatch(ex)))
			.or(() -> Optional.ofNullable(ex.getReason()).map(Problems::badRequest));
		return handleExceptionInternal(ex, problem.orElse(null), headers, status, exchange);
	}

	private static ProblemDetail invalidJson(JsonMistake mistake) {
		ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "invalid-json", "Invalid JSON", mistake.detail());
		problem.setProperty("at", mistake.place());
		return problem;
	}

	private static ProblemDetail badRequest(String detail) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
	}

	private static @Nullable ProblemDetail mismatch(ServerWebInputException ex) {
		if (!(ex.getCause() instanceof TypeMismatchException mismatch) || mismatch.getRequiredType() == null) {
			return null;
		}
		String name = (ex.getMethodParameter() != null) ? ex.getMethodParameter().getParameterName()
				: mismatch.getPropertyName();
		String allowed = allowed(mismatch.getRequiredType());
		ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "invalid-parameter", "Invalid parameter",
				"Parameter '" + name + "' is '" + mismatch.getValue() + "' but must be " + allowed);
		problem.setProperty("parameter", name);
		problem.setProperty("allowed", allowed);
		return problem;
	}

	private static String allowed(Class<?> type) {
		if (type.isEnum()) {
			return "one of " + Arrays.toString(type.getEnumConstants());
		}
		if (type == boolean.class || type == Boolean.class) {
			return "true or false";
		}
		return (type.isPrimitive() || Number.class.isAssignableFrom(type)) ? "a number" : "of another form";
	}

	@Override
	protected Mono<ResponseEntity<Object>> handleResponseStatusException(ResponseStatusException ex,
			HttpHeaders headers, HttpStatusCode status, ServerWebExchange exchange) {
		ProblemDetail problem = null;
		if (ex instanceof NoResourceFoundException) {
			problem = problem(HttpStatus.NOT_FOUND, "not-found", "Not Found",
					"There is nothing at " + exchange.getRequest().getURI().getRawPath());
		}
		else if (status.value() == HttpStatus.CONTENT_TOO_LARGE.value()) {
			problem = problem(HttpStatus.CONTENT_TOO_LARGE, "content-too-large", "Content Too Large",
					"The body of a request may have " + this.largestBody.toBytes() + " bytes at most");
		}
		return handleExceptionInternal(ex, problem, headers, status, exchange);
	}

	@ExceptionHandler
	Mono<ResponseEntity<Object>> handleOther(Throwable ex, ServerWebExchange exchange) {
		if (Unavailability.isCauseOf(ex)) {
			log.warn("{}Not available: {}", exchange.getLogPrefix(), ex.toString());
			return unavailable(exchange);
		}
		log.error("{}Failed: {} {}", exchange.getLogPrefix(), exchange.getRequest().getMethod(),
				exchange.getRequest().getURI().getRawPath(), ex);
		ProblemDetail problem = problem(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "Internal error",
				"Something went wrong here; the log knows it as " + exchange.getRequest().getId());
		return createResponseEntity(problem, new HttpHeaders(), HttpStatus.INTERNAL_SERVER_ERROR, exchange);
	}

	private Mono<ResponseEntity<Object>> unavailable(ServerWebExchange exchange) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		ProblemDetail problem = problem(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "Unavailable",
				"What is needed to answer cannot be reached at the moment; try again in " + RETRY_AFTER_SECONDS
						+ " seconds");
		return createResponseEntity(problem, headers, HttpStatus.SERVICE_UNAVAILABLE, exchange);
	}

	/** All ways to a response meet here. */
	@Override
	protected Mono<ResponseEntity<Object>> createResponseEntity(@Nullable Object body, @Nullable HttpHeaders headers,
			HttpStatusCode status, ServerWebExchange exchange) {
		if (body instanceof ProblemDetail problem) {
			ProblemType.complete(problem);
			problem.setInstance(URI.create(exchange.getRequest().getURI().getRawPath()));
		}
		return super.createResponseEntity(body, headers, status, exchange);
	}

	private static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setType(ProblemType.of(type));
		problem.setTitle(title);
		return problem;
	}

}
