package io.freshet.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.ServerAuthenticationFailureHandler;
import org.springframework.security.web.server.authentication.ServerAuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * What follows when somebody comes back from the issuer.
 * <p>
 * The token is judged as any other before it is kept, so that one that will not be
 * accepted is told of here. Then a page sends on to the page of administrators: a
 * redirect would still count as sent by the issuer's site, and the cookie is not for
 * those.
 */
@Component
class SignInOutcome implements ServerAuthenticationSuccessHandler, ServerAuthenticationFailureHandler {

	private static final Logger log = LoggerFactory.getLogger(SignInOutcome.class);

	/**
	 * What browsers keep at most in one cookie is 4096, its name and attributes included.
	 */
	private static final int LONGEST = 3900;

	private static final Map<String, String> REASONS = Map.of("access_denied", "The issuer did not let you in.",
			"authorization_request_not_found",
			"This sign-in was begun too long ago, in another window, or with cookies switched off.",
			"invalid_state_parameter", "This sign-in was begun in another window.", "invalid_grant",
			"The code of this sign-in has been used already, or was not redeemed in time.");

	private final ReactiveJwtDecoder decoder;

	private final Pages pages;

	private final InstantSource clock = InstantSource.system();

	SignInOutcome(ReactiveJwtDecoder decoder, Pages pages) {
		this.decoder = decoder;
		this.pages = pages;
	}

	@Override
	public Mono<Void> onAuthenticationSuccess(WebFilterExchange exchange, Authentication authentication) {
		OAuth2AuthorizationCodeAuthenticationToken issued = (OAuth2AuthorizationCodeAuthenticationToken) authentication;
		String token = Objects.requireNonNull(issued.getAccessToken()).getTokenValue();
		return this.decoder.decode(token)
			.flatMap((jwt) -> keep(exchange.getExchange(), token, jwt))
			.onErrorResume(JwtException.class, (ex) -> refuse(exchange.getExchange(), ex));
	}

	private Mono<Void> keep(ServerWebExchange exchange, String token, Jwt jwt) {
		if (token.length() > LONGEST) {
			return failed(exchange, "The issuer's token has " + token.length() + " characters; up to " + LONGEST
					+ " fit into a cookie. Let it carry less.");
		}
		Instant now = this.clock.instant();
		Instant end = Objects.requireNonNullElse(jwt.getExpiresAt(), now);
		Cookies.TOKEN.write(exchange, token, Duration.between(now, end));
		log.info("{} has signed in", jwt.getSubject());
		return this.pages.write(exchange, HttpStatus.OK, "signed-in", Map.of());
	}

	private Mono<Void> refuse(ServerWebExchange exchange, JwtException ex) {
		log.warn("A token with which somebody came back from the issuer is not accepted: {}", ex.getMessage());
		return failed(exchange,
				(ex instanceof BadJwtException) ? "The issuer's token is not accepted here: " + ex.getMessage()
						: "The issuer's keys could not be read.");
	}

	@Override
	public Mono<Void> onAuthenticationFailure(WebFilterExchange exchange, AuthenticationException ex) {
		String code = (ex instanceof OAuth2AuthenticationException refused) ? refused.getError().getErrorCode() : "";
		log.warn("Somebody could not sign in: {}", ex.getMessage());
		return failed(exchange.getExchange(), REASONS.getOrDefault(code, "The issuer's answer was not understood."));
	}

	private Mono<Void> failed(ServerWebExchange exchange, String reason) {
		return this.pages.write(exchange, HttpStatus.BAD_REQUEST, "sign-in-failed", Map.of("reason", reason));
	}

}
