package io.freshet.admin;

import java.time.Instant;

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/**
 * Until when whoever asks is known to be who they are. Says so whoever lets them in; what
 * lasts longer than a request ends then.
 */
@FunctionalInterface
public interface AdministratorSession {

	/**
	 * Tells when it ends.
	 * @param exchange the request
	 * @return the time; empty if it does not end by itself
	 */
	Mono<Instant> endsAt(ServerWebExchange exchange);

}
