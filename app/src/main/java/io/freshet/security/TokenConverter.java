package io.freshet.security;

import reactor.core.publisher.Mono;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.server.authentication.ServerBearerTokenAuthenticationConverter;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;

/**
 * Finds the token of a request in its header, and else in the cookie of who is signed in.
 */
final class TokenConverter implements ServerAuthenticationConverter {

	private final ServerAuthenticationConverter header = new ServerBearerTokenAuthenticationConverter();

	@Override
	public Mono<Authentication> convert(ServerWebExchange exchange) {
		return this.header.convert(exchange)
			.switchIfEmpty(
					Mono.fromSupplier(() -> Cookies.TOKEN.read(exchange)).map(BearerTokenAuthenticationToken::new));
	}

}
