package io.freshet.admin.web;

import java.security.Principal;

import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ServerWebExchange;

/**
 * What all answers to administrators have in common.
 */
final class Answers {

	private static final String ANONYMOUS = "anonymous";

	private Answers() {
	}

	/** Of use to whoever asks, now. */
	static <T> ResponseEntity<T> of(T body) {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
	}

	/** The name of who asks. */
	static Mono<String> nameOf(ServerWebExchange exchange) {
		return exchange.getPrincipal().map(Principal::getName).defaultIfEmpty(ANONYMOUS);
	}

}
