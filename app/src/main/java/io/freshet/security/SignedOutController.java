package io.freshet.security;

import java.util.Map;

import io.swagger.v3.oas.annotations.Hidden;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where signing out ends.
 */
@Hidden
@RestController
class SignedOutController {

	private final Pages pages;

	SignedOutController(Pages pages) {
		this.pages = pages;
	}

	@GetMapping(path = SignInPaths.SIGNED_OUT, produces = MediaType.TEXT_HTML_VALUE)
	Mono<String> signedOut() {
		return this.pages.render("signed-out", Map.of());
	}

}
