package io.freshet.security;

import java.time.InstantSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/**
 * Issues and accepts tokens for development, as long as no issuer is configured.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnIssuer.Missing.class)
class DevelopmentIssuerConfiguration {

	private static final Logger log = LoggerFactory.getLogger(DevelopmentIssuerConfiguration.class);

	@Bean
	DevelopmentIssuer developmentIssuer(SecurityProperties properties) {
		return new DevelopmentIssuer(properties.audience(), properties.tokenLifetime(), InstantSource.system());
	}

	@Bean
	ReactiveJwtDecoder jwtDecoder(DevelopmentIssuer issuer) {
		return issuer.decoder();
	}

	@Bean
	SignInClients signInClients() {
		return SignInClients.development();
	}

	@Bean
	AuthorizationCodes authorizationCodes() {
		return new AuthorizationCodes(InstantSource.system());
	}

	@Bean
	DevelopmentTokenExchange tokenExchange(AuthorizationCodes codes, DevelopmentIssuer issuer) {
		return new DevelopmentTokenExchange(codes, issuer);
	}

	@Bean
	ApplicationRunner warningOfDevelopmentIssuer() {
		return (arguments) -> log
			.warn("No issuer of tokens is configured: POST {} gives tokens to users whose passwords"
					+ " everyone knows (admin/admin). For anything but development set 'freshet.security.issuer-uri'"
					+ " (FRESHET_SECURITY_ISSUER_URI) to an OpenID Connect provider, and 'freshet.security.audience'"
					+ " to what its tokens name as audience.", TokenController.PATH);
	}

}
