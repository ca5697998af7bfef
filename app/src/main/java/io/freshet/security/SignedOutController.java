package io.freshet.security;

import io.swagger.v3.oas.annotations.Hidden;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;

/**
 * Where signing out ends.
 */
@Hidden
@Controller
class SignedOutController {

	@GetMapping(SignInPaths.SIGNED_OUT)
	Mono<Rendering> signedOut() {
		return Mono.just(Rendering.view("security/signed-out").build()).subscribeOn(Schedulers.boundedElastic());
	}

}
