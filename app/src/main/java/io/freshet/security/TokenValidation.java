package io.freshet.security;

import java.util.Collection;
import java.util.List;

import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;

/**
 * What every token must fulfil, whoever issued it: its time, its issuer, its audience.
 */
final class TokenValidation {

	private TokenValidation() {
	}

	static OAuth2TokenValidator<Jwt> of(String issuer, String audience) {
		OAuth2TokenValidator<Jwt> namesAudience = new JwtClaimValidator<Collection<String>>(JwtClaimNames.AUD,
				(audiences) -> audiences != null && audiences.contains(audience));
		return JwtValidators
			.createDefaultWithValidators(List.of(JwtValidators.createDefaultWithIssuer(issuer), namesAudience));
	}

}
