package io.freshet.security;

import java.net.URI;
import java.util.Map;

import io.swagger.v3.oas.annotations.Hidden;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * The authorization endpoint of the development issuer: asks for a name and a password,
 * and sends back with a code. There as long as no issuer is configured.
 */
@Hidden
@RestController
@RequestMapping(path = SignInPaths.DEVELOPMENT, produces = MediaType.TEXT_HTML_VALUE)
@Conditional(OnIssuer.Missing.class)
class DevelopmentSignInController {

	private final AuthorizationCodes codes;

	private final Pages pages;

	DevelopmentSignInController(AuthorizationCodes codes, Pages pages) {
		this.codes = codes;
		this.pages = pages;
	}

	@GetMapping
	Mono<ResponseEntity<String>> ask(ServerWebExchange exchange) {
		return AuthorizationRequest
			.of(exchange.getRequest().getQueryParams(), SignInPaths.returnUri(exchange.getRequest()))
			.map((request) -> form(request, false))
			.orElseGet(this::unknown);
	}

	@PostMapping
	Mono<ResponseEntity<String>> answer(ServerWebExchange exchange) {
		return exchange.getFormData()
			.flatMap((form) -> AuthorizationRequest.of(form, SignInPaths.returnUri(exchange.getRequest()))
				.map((request) -> answer(request, form))
				.orElseGet(this::unknown));
	}

	private Mono<ResponseEntity<String>> answer(AuthorizationRequest request, MultiValueMap<String, String> form) {
		return DevelopmentUser.find(text(form, "username"), text(form, "password"))
			.map((user) -> sendBack(request, user))
			.orElseGet(() -> form(request, true));
	}

	private static String text(MultiValueMap<String, String> form, String field) {
		String value = form.getFirst(field);
		return (value != null && value.length() <= Credentials.LENGTH) ? value : "";
	}

	/** Drawing random numbers may make a thread wait. */
	private Mono<ResponseEntity<String>> sendBack(AuthorizationRequest request, DevelopmentUser user) {
		return Mono.fromCallable(() -> URI.create(request.answer(this.codes.give(user, request))))
			.subscribeOn(Schedulers.boundedElastic())
			.map((back) -> ResponseEntity.status(HttpStatus.SEE_OTHER).location(back).build());
	}

	private Mono<ResponseEntity<String>> form(AuthorizationRequest request, boolean wrong) {
		return this.pages.render("development-sign-in", Map.of("request", request, "wrong", wrong))
			.map((page) -> ResponseEntity.status(wrong ? HttpStatus.UNAUTHORIZED : HttpStatus.OK).body(page));
	}

	/** Whoever asks is not sent anywhere that we do not know. */
	private Mono<ResponseEntity<String>> unknown() {
		return this.pages
			.render("sign-in-failed",
					Map.of("reason", "This is not a request for a code that this application has made."))
			.map((page) -> ResponseEntity.badRequest().body(page));
	}

}
