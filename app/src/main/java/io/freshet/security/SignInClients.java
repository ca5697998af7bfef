package io.freshet.security;

import java.util.Objects;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * This application as a client of its issuer.
 * <p>
 * The issuer is asked for its addresses when the first person signs in, on a thread that
 * may wait; a failure is not remembered.
 */
final class SignInClients implements ReactiveClientRegistrationRepository {

	static final String REGISTRATION = "freshet";

	static final String DEVELOPMENT_CLIENT = "freshet-admin";

	private static final String REDIRECT_URI = "{baseUrl}" + SignInPaths.RETURN;

	private final Mono<ClientRegistration> registration;

	private SignInClients(Mono<ClientRegistration> registration) {
		this.registration = registration;
	}

	/** Returns the client of the issuer that is configured. */
	static SignInClients of(SecurityProperties properties) {
		String clientId = properties.clientId();
		if (clientId == null) {
			return new SignInClients(Mono.empty());
		}
		return new SignInClients(Mono.fromCallable(() -> discover(clientId, properties))
			.subscribeOn(Schedulers.boundedElastic())
			.cacheInvalidateIf((registration) -> false));
	}

	/** Returns the client of the development issuer, which is this application itself. */
	static SignInClients development() {
		return new SignInClients(Mono.just(ClientRegistration.withRegistrationId(REGISTRATION)
			.clientId(DEVELOPMENT_CLIENT)
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri(REDIRECT_URI)
			.scope(ScopeRules.CACHE_ADMIN)
			.authorizationUri(SignInPaths.DEVELOPMENT)
			.tokenUri(TokenController.PATH)
			.build()));
	}

	private static ClientRegistration discover(String clientId, SecurityProperties properties) {
		String secret = properties.clientSecret();
		ClientRegistration.Builder client = ClientRegistrations
			.fromIssuerLocation(Objects.requireNonNull(properties.issuerUri()))
			.registrationId(REGISTRATION)
			.clientId(clientId)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri(REDIRECT_URI)
			.scope(properties.clientScopes());
		return ((secret != null) ? client.clientSecret(secret)
				: client.clientAuthenticationMethod(ClientAuthenticationMethod.NONE))
			.build();
	}

	@Override
	public Mono<ClientRegistration> findByRegistrationId(String registrationId) {
		return REGISTRATION.equals(registrationId) ? this.registration : Mono.empty();
	}

}
