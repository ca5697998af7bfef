package io.freshet.security;

import java.util.Objects;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.ReactiveOAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;

/**
 * Exchanges a code of the development issuer for a token. Client and issuer are the same
 * process, which need not find its own address for that.
 */
final class DevelopmentTokenExchange
		implements ReactiveOAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> {

	private final AuthorizationCodes codes;

	private final DevelopmentIssuer issuer;

	DevelopmentTokenExchange(AuthorizationCodes codes, DevelopmentIssuer issuer) {
		this.codes = codes;
		this.issuer = issuer;
	}

	@Override
	public Mono<OAuth2AccessTokenResponse> getTokenResponse(OAuth2AuthorizationCodeGrantRequest grant) {
		return Mono.fromCallable(() -> redeem(grant)).subscribeOn(Schedulers.boundedElastic());
	}

	private OAuth2AccessTokenResponse redeem(OAuth2AuthorizationCodeGrantRequest grant) {
		OAuth2AuthorizationRequest asked = grant.getAuthorizationExchange().getAuthorizationRequest();
		String code = grant.getAuthorizationExchange().getAuthorizationResponse().getCode();
		String verifier = asked.getAttribute(PkceParameterNames.CODE_VERIFIER);
		Token token = this.codes
			.redeem(Objects.requireNonNull(code), asked.getClientId(), Objects.requireNonNull(asked.getRedirectUri()),
					Objects.requireNonNull(verifier))
			.map(this.issuer::issue)
			.orElseThrow(() -> new OAuth2AuthorizationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_GRANT)));
		return OAuth2AccessTokenResponse.withToken(token.accessToken())
			.tokenType(OAuth2AccessToken.TokenType.BEARER)
			.expiresIn(token.expiresIn())
			.build();
	}

}
