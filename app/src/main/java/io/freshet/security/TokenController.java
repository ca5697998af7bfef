package io.freshet.security;

import jakarta.validation.Valid;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Conditional;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tokens for development over HTTP; there as long as no issuer is configured.
 */
@RestController
@Conditional(OnIssuer.Missing.class)
class TokenController implements TokenDocumentation {

	static final String PATH = "/api/v1/auth/token";

	private final DevelopmentIssuer issuer;

	TokenController(DevelopmentIssuer issuer) {
		this.issuer = issuer;
	}

	@Override
	@PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
	public Mono<ResponseEntity<Token>> issue(@Valid @RequestBody Credentials credentials) {
		return answer(credentials);
	}

	@Override
	@PostMapping(path = PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	public Mono<ResponseEntity<Token>> issueForForm(@Valid @ModelAttribute Credentials credentials) {
		return answer(credentials);
	}

	/** Signing draws random numbers, for which the system may make it wait. */
	private Mono<ResponseEntity<Token>> answer(Credentials credentials) {
		return Mono.fromCallable(() -> token(credentials))
			.subscribeOn(Schedulers.boundedElastic())
			.map((token) -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(token));
	}

	private Token token(Credentials credentials) {
		return DevelopmentUser.find(credentials.username(), credentials.password())
			.map(this.issuer::issue)
			.orElseThrow(WrongCredentialsException::new);
	}

}
