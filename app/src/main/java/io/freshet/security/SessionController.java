package io.freshet.security;

import java.net.URI;
import java.time.Instant;

import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who is signed in, for the page itself; and signing out.
 */
@Hidden
@RestController
class SessionController {

	@GetMapping(SignInPaths.SESSION)
	Mono<Session> session(@AuthenticationPrincipal Jwt token,
			@RequestAttribute(name = "org.springframework.security.web.server.csrf.CsrfToken") Mono<CsrfToken> csrf) {
		return csrf.map((proof) -> new Session(token.getSubject(), token.getExpiresAt(), proof.getHeaderName(),
				proof.getParameterName(), proof.getToken()));
	}

	@PostMapping(SignInPaths.SIGN_OUT)
	ResponseEntity<Void> signOut(ServerWebExchange exchange) {
		Cookies.TOKEN.clear(exchange);
		return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create(SignInPaths.SIGNED_OUT)).build();
	}

	/**
	 * Who is signed in.
	 *
	 * @param name the name
	 * @param expiresAt until when
	 * @param csrfHeader the header field with which the page shows that a request is its
	 * own
	 * @param csrfParameter the field of a form, in place of the header field
	 * @param csrfToken what that says
	 */
	record Session(@Nullable String name, @Nullable Instant expiresAt, String csrfHeader, String csrfParameter,
			String csrfToken) {

	}

}
