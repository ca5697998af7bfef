package io.freshet.security;

import io.freshet.problems.ProblemWriter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.csrf.CsrfException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers those who may not, and says what they need: a problem document, and the header
 * {@code WWW-Authenticate} as RFC 6750 has it.
 */
@Component
class SecurityProblems
		implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler, ServerExchangeRejectedHandler {

	private static final String NO_SCOPE = "";

	private final ProblemWriter writer;

	SecurityProblems(ProblemWriter writer) {
		this.writer = writer;
	}

	/** There is no token, or it is not accepted. */
	@Override
	public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException ex) {
		OAuth2Error error = (ex instanceof OAuth2AuthenticationException refused) ? refused.getError() : null;
		return scope(exchange).flatMap((scope) -> {
			HttpStatus status = (error instanceof BearerTokenError bearer) ? bearer.getHttpStatus()
					: HttpStatus.UNAUTHORIZED;
			String detail = (error != null) ? "The token is not accepted: " + error.getDescription()
					: "This needs a bearer token" + with(scope);
			ProblemDetail problem = problem(status, detail, scope);
			return this.writer.write(exchange, problem, challenge(error, scope));
		});
	}

	/** The token is accepted and does not reach. */
	@Override
	public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException denied) {
		if (denied instanceof CsrfException) {
			ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN,
					"A request with the cookie of a sign-in must prove that it comes from this application's page");
			return this.writer.write(exchange, problem, new HttpHeaders());
		}
		return scope(exchange).flatMap((scope) -> {
			OAuth2Error error = new OAuth2Error("insufficient_scope", "The token lacks the scope", null);
			ProblemDetail problem = problem(HttpStatus.FORBIDDEN, "This needs a token" + with(scope), scope);
			return this.writer.write(exchange, problem, challenge(error, scope));
		});
	}

	/** The request is of a form that no honest client sends. */
	@Override
	public Mono<Void> handle(ServerWebExchange exchange, ServerExchangeRejectedException rejected) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
				"The request has characters that are not allowed");
		return this.writer.write(exchange, problem, new HttpHeaders());
	}

	private static Mono<String> scope(ServerWebExchange exchange) {
		return ScopeRules.scopeFor(exchange).defaultIfEmpty(NO_SCOPE);
	}

	private static String with(String scope) {
		return scope.isEmpty() ? "" : " with the scope '" + scope + "'";
	}

	private static ProblemDetail problem(HttpStatus status, String detail, String scope) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		if (!scope.isEmpty()) {
			problem.setProperty("requiredScope", scope);
		}
		return problem;
	}

	private static HttpHeaders challenge(@Nullable OAuth2Error error, String scope) {
		StringBuilder challenge = new StringBuilder("Bearer realm=\"freshet\"");
		if (error != null) {
			challenge.append(", error=\"").append(error.getErrorCode()).append('"');
			challenge.append(", error_description=\"").append(quotable(error.getDescription())).append('"');
		}
		if (!scope.isEmpty()) {
			challenge.append(", scope=\"").append(scope).append('"');
		}
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.WWW_AUTHENTICATE, challenge.toString());
		return headers;
	}

	/** RFC 6750, section 3: neither quotes nor backslashes, nothing beyond ASCII. */
	private static String quotable(@Nullable String text) {
		return (text != null) ? text.replaceAll("[^\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]", "'") : "";
	}

}
