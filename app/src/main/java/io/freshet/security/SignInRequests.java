package io.freshet.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;

import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.crypto.encrypt.AesBytesEncryptor;
import org.springframework.security.crypto.encrypt.BytesEncryptor;
import org.springframework.security.crypto.keygen.KeyGenerators;
import org.springframework.security.oauth2.client.web.server.ServerAuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.web.server.ServerWebExchange;

/**
 * Remembers who has been sent to the issuer and is expected back: in a cookie of theirs,
 * so that they may come back to another instance. It is encrypted, for it holds what
 * redeems the code, and it is good for a few minutes.
 */
final class SignInRequests implements ServerAuthorizationRequestRepository<OAuth2AuthorizationRequest> {

	private static final Duration PATIENCE = Duration.ofMinutes(10);

	private static final int KEY_BYTES = 32;

	private static final int NONCE_BYTES = 12;

	private final JsonMapper json = new JsonMapper();

	private final BytesEncryptor encryptor;

	private final InstantSource clock;

	private SignInRequests(byte[] key, InstantSource clock) {
		this.encryptor = new AesBytesEncryptor(new SecretKeySpec(key, "AES"), KeyGenerators.secureRandom(NONCE_BYTES),
				AesBytesEncryptor.CipherAlgorithm.GCM);
		this.clock = clock;
	}

	static SignInRequests of(SecurityProperties properties, InstantSource clock) {
		String secret = (properties.cookieSecret() != null) ? properties.cookieSecret() : properties.clientSecret();
		return new SignInRequests((secret != null) ? digest(secret) : random(), clock);
	}

	private static byte[] digest(String secret) {
		try {
			return MessageDigest.getInstance("SHA-256")
				.digest(("freshet sign-in\0" + secret).getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static byte[] random() {
		byte[] key = new byte[KEY_BYTES];
		new SecureRandom().nextBytes(key);
		return key;
	}

	@Override
	public Mono<Void> saveAuthorizationRequest(@Nullable OAuth2AuthorizationRequest request,
			ServerWebExchange exchange) {
		return Mono.fromRunnable(() -> {
			if (request == null) {
				Cookies.SIGN_IN.clear(exchange);
			}
			else {
				Cookies.SIGN_IN.write(exchange, seal(Expected.of(request, this.clock.instant().plus(PATIENCE))),
						PATIENCE);
			}
		});
	}

	@Override
	public Mono<OAuth2AuthorizationRequest> loadAuthorizationRequest(ServerWebExchange exchange) {
		return Mono.fromSupplier(() -> open(Cookies.SIGN_IN.read(exchange)))
			.filter((expected) -> expected.isFor(exchange) && this.clock.instant().isBefore(expected.until()))
			.map(Expected::request);
	}

	@Override
	public Mono<OAuth2AuthorizationRequest> removeAuthorizationRequest(ServerWebExchange exchange) {
		return loadAuthorizationRequest(exchange).doOnSubscribe((start) -> Cookies.SIGN_IN.clear(exchange));
	}

	private String seal(Expected expected) {
		byte[] sealed = this.encryptor.encrypt(this.json.writeValueAsBytes(expected));
		return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
	}

	/**
	 * Whatever is not ours, or was encrypted with another key, is as if it were not
	 * there.
	 */
	private @Nullable Expected open(@Nullable String sealed) {
		if (sealed == null) {
			return null;
		}
		try {
			return this.json.readValue(this.encryptor.decrypt(Base64.getUrlDecoder().decode(sealed)), Expected.class);
		}
		catch (IllegalArgumentException | IllegalStateException | JacksonException ex) {
			return null;
		}
	}

	/**
	 * Somebody who is expected back.
	 *
	 * @param authorizationUri where they were sent
	 * @param clientId the name of this application there
	 * @param redirectUri where they come back to
	 * @param state what they bring back
	 * @param verifier what redeems the code that they bring
	 * @param until until when they are expected
	 */
	record Expected(String authorizationUri, String clientId, String redirectUri, String state, String verifier,
			Instant until) {

		static Expected of(OAuth2AuthorizationRequest request, Instant until) {
			String verifier = request.getAttribute(PkceParameterNames.CODE_VERIFIER);
			if (verifier == null || request.getState() == null || request.getRedirectUri() == null) {
				throw new IllegalStateException("A request for a code has a state, a verifier and a redirect URI");
			}
			return new Expected(request.getAuthorizationUri(), request.getClientId(), request.getRedirectUri(),
					request.getState(), verifier, until);
		}

		/** Another sign-in may have begun in another window meanwhile. */
		boolean isFor(ServerWebExchange exchange) {
			return this.state.equals(exchange.getRequest().getQueryParams().getFirst(OAuth2ParameterNames.STATE));
		}

		OAuth2AuthorizationRequest request() {
			return OAuth2AuthorizationRequest.authorizationCode()
				.authorizationUri(this.authorizationUri)
				.clientId(this.clientId)
				.redirectUri(this.redirectUri)
				.state(this.state)
				.attributes((attributes) -> {
					attributes.put(OAuth2ParameterNames.REGISTRATION_ID, SignInClients.REGISTRATION);
					attributes.put(PkceParameterNames.CODE_VERIFIER, this.verifier);
				})
				.build();
		}

	}

}
