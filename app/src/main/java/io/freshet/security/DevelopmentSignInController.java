package io.freshet.security;

import java.net.URI;
import java.util.concurrent.Callable;

import io.swagger.v3.oas.annotations.Hidden;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * The authorization endpoint of the development issuer: asks for a name and a password,
 * and sends back with a code. There as long as no issuer is configured.
 */
@Hidden
@Controller
@Conditional(OnIssuer.Missing.class)
class DevelopmentSignInController {

	private static final String FORM = "security/development-sign-in";

	private final AuthorizationCodes codes;

	DevelopmentSignInController(AuthorizationCodes codes) {
		this.codes = codes;
	}

	@GetMapping(SignInPaths.DEVELOPMENT)
	Mono<Rendering> ask(ServerWebExchange exchange) {
		return onTemplateThread(() -> AuthorizationRequest
			.of(exchange.getRequest().getQueryParams(), SignInPaths.returnUri(exchange.getRequest()))
			.map((request) -> form(request, false))
			.orElseGet(DevelopmentSignInController::unknown));
	}

	@PostMapping(SignInPaths.DEVELOPMENT)
	Mono<Rendering> answer(ServerWebExchange exchange) {
		return exchange.getFormData()
			.flatMap((form) -> onTemplateThread(
					() -> AuthorizationRequest.of(form, SignInPaths.returnUri(exchange.getRequest()))
						.map((request) -> answer(request, form))
						.orElseGet(DevelopmentSignInController::unknown)));
	}

	private Rendering answer(AuthorizationRequest request, MultiValueMap<String, String> form) {
		return DevelopmentUser.find(text(form, "username"), text(form, "password"))
			.map((user) -> (Rendering) Rendering
				.redirectTo(URI.create(request.answer(this.codes.give(user, request))).toString())
				.status(HttpStatus.SEE_OTHER)
				.propagateQuery(false)
				.build())
			.orElseGet(() -> form(request, true));
	}

	private static String text(MultiValueMap<String, String> form, String field) {
		String value = form.getFirst(field);
		return (value != null && value.length() <= Credentials.LENGTH) ? value : "";
	}

	private static Rendering form(AuthorizationRequest request, boolean wrong) {
		return Rendering.view(FORM)
			.status(wrong ? HttpStatus.UNAUTHORIZED : HttpStatus.OK)
			.modelAttribute("request", request)
			.modelAttribute("wrong", wrong)
			.build();
	}

	/** Whoever asks is not sent anywhere that we do not know. */
	private static Rendering unknown() {
		return Rendering.view("security/sign-in-failed")
			.status(HttpStatus.BAD_REQUEST)
			.modelAttribute("reason", "This is not a request for a code that this application has made.")
			.build();
	}

	/** Reading a template, and drawing a random number, may make a thread wait. */
	private static Mono<Rendering> onTemplateThread(Callable<Rendering> rendering) {
		return Mono.fromCallable(rendering).subscribeOn(Schedulers.boundedElastic());
	}

}
