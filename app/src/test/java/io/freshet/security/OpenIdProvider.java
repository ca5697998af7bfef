package io.freshet.security;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;

/**
 * An issuer of tokens as a company has one, as far as a resource server sees it.
 */
final class OpenIdProvider implements AutoCloseable {

	private final RSAKey key;

	private final HttpServer server;

	private OpenIdProvider(RSAKey key, HttpServer server) {
		this.key = key;
		this.server = server;
	}

	static OpenIdProvider start() {
		try {
			RSAKey key = new RSAKeyGenerator(2048).keyID("test").keyUse(KeyUse.SIGNATURE).generate();
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			OpenIdProvider provider = new OpenIdProvider(key, server);
			provider.serve("/.well-known/openid-configuration", """
					{"issuer": "%1$s", "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"]}"""
				.formatted(provider.issuer()));
			provider.serve("/keys", new JWKSet(key.toPublicJWK()).toString());
			server.start();
			return provider;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void serve(String path, String json) {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		this.server.createContext(path, (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			try (OutputStream response = exchange.getResponseBody()) {
				response.write(body);
			}
		});
	}

	String issuer() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	String token(String issuer, String audience, String scope, Instant expiresAt) {
		try {
			SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test").build(),
					new JWTClaimsSet.Builder().issuer(issuer)
						.audience(audience)
						.subject("ada")
						.claim("scope", scope)
						.expirationTime(Date.from(expiresAt))
						.build());
			token.sign(new RSASSASigner(this.key));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
