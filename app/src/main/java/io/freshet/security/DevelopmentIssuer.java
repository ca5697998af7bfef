package io.freshet.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import reactor.core.publisher.Flux;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;

/**
 * Issues tokens for development. Its key is made at start and never leaves the process,
 * so its tokens are worth nothing after that, nor at another instance.
 */
final class DevelopmentIssuer {

	private static final String ISSUER = "urn:freshet:development";

	private final ECKey key = generateKey();

	private final JwtEncoder encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(this.key)));

	private final String audience;

	private final Duration lifetime;

	private final InstantSource clock;

	DevelopmentIssuer(String audience, Duration lifetime, InstantSource clock) {
		this.audience = audience;
		this.lifetime = lifetime;
		this.clock = clock;
	}

	private static ECKey generateKey() {
		try {
			return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("Every Java platform has the curve P-256", ex);
		}
	}

	Token issue(DevelopmentUser user) {
		return issue(user, this.audience);
	}

	Token issue(DevelopmentUser user, String audience) {
		Instant now = this.clock.instant();
		String scope = String.join(" ", user.scopes());
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.issuer(ISSUER)
			.audience(List.of(audience))
			.subject(user.name())
			.issuedAt(now)
			.expiresAt(now.plus(this.lifetime))
			.claim("scope", scope)
			.build();
		JwsHeader header = JwsHeader.with(SignatureAlgorithm.ES256).build();
		String value = this.encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
		return new Token(value, "Bearer", this.lifetime.toSeconds(), scope);
	}

	ReactiveJwtDecoder decoder() {
		NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder
			.withJwkSource((token) -> Flux.just(this.key.toPublicJWK()))
			.jwsAlgorithm(SignatureAlgorithm.ES256)
			.build();
		decoder.setJwtValidator(TokenValidation.of(ISSUER, this.audience));
		return decoder;
	}

}
