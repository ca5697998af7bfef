package io.freshet.security;

import java.util.Objects;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.ReactiveOAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierReactiveJwtDecoder;

/**
 * Accepts the tokens of the issuer that is configured. It is asked for its keys when the
 * first token arrives, so that it need not be there when this application starts.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnIssuer.class)
class IssuerConfiguration {

	@Bean
	ReactiveJwtDecoder jwtDecoder(SecurityProperties properties) {
		String issuer = Objects.requireNonNull(properties.issuerUri());
		return new SupplierReactiveJwtDecoder(() -> {
			NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withIssuerLocation(issuer).build();
			decoder.setJwtValidator(TokenValidation.of(issuer, properties.audience()));
			return decoder;
		});
	}

	@Bean
	SignInClients signInClients(SecurityProperties properties) {
		return SignInClients.of(properties);
	}

	@Bean
	ReactiveOAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokenExchange() {
		return new WebClientReactiveAuthorizationCodeTokenResponseClient();
	}

}
