package io.freshet.security;

import java.time.Instant;

import io.freshet.admin.AdministratorSession;
import reactor.core.publisher.Mono;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AbstractOAuth2Token;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * An administrator is known for as long as the token holds.
 */
@Component
class TokenSession implements AdministratorSession {

	@Override
	public Mono<Instant> endsAt(ServerWebExchange exchange) {
		return exchange.getPrincipal()
			.ofType(Authentication.class)
			.map(Authentication::getCredentials)
			.ofType(AbstractOAuth2Token.class)
			.flatMap((token) -> Mono.justOrEmpty(token.getExpiresAt()));
	}

}
