package io.freshet.security;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

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
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * An issuer of tokens as a company has one, as far as a resource server sees it.
 */
final class OpenIdProvider implements AutoCloseable {

	private final RSAKey key;

	private final HttpServer server;

	private final Map<String, Grant> grants = new ConcurrentHashMap<>();

	private final List<String> authorizations = new CopyOnWriteArrayList<>();

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
					{"issuer": "%1$s", "jwks_uri": "%1$s/keys", "authorization_endpoint": "%1$s/authorize",
					 "token_endpoint": "%1$s/token", "subject_types_supported": ["public"]}"""
				.formatted(provider.issuer()));
			provider.serve("/keys", new JWKSet(key.toPublicJWK()).toString());
			server.createContext("/token", provider::redeem);
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

	/**
	 * Lets somebody sign in, as its page would.
	 * @param asked the address to which they were sent
	 * @param token the token that they are to get
	 * @return where they are sent back to
	 */
	URI signIn(URI asked, String token) {
		Map<String, String> request = parameters(asked.getRawQuery());
		String code = UUID.randomUUID().toString();
		this.grants.put(code, new Grant(request, token));
		return UriComponentsBuilder.fromUriString(String.valueOf(request.get("redirect_uri")))
			.queryParam("code", code)
			.queryParam("state", "{state}")
			.build(request.get("state"));
	}

	/** What clients sent to the token endpoint beside the form. */
	List<String> authorizations() {
		return this.authorizations;
	}

	private void redeem(HttpExchange exchange) throws IOException {
		Map<String, String> form = parameters(
				new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		this.authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
		Grant grant = this.grants.remove(String.valueOf(form.get("code")));
		boolean right = grant != null && grant.answers(form);
		byte[] body = (right
				? "{\"access_token\": \"" + grant.token() + "\", \"token_type\": \"Bearer\", \"expires_in\": 300}"
				: "{\"error\": \"invalid_grant\"}")
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(right ? 200 : 400, body.length);
		try (OutputStream response = exchange.getResponseBody()) {
			response.write(body);
		}
	}

	private static Map<String, String> parameters(String query) {
		Map<String, String> parameters = new HashMap<>();
		for (String parameter : query.split("&", -1)) {
			String[] parts = parameter.split("=", 2);
			parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
		}
		return parameters;
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

	/**
	 * A code that waits to be redeemed.
	 *
	 * @param request what it was asked for with
	 * @param token what it is good for
	 */
	private record Grant(Map<String, String> request, String token) {

		boolean answers(Map<String, String> form) {
			return "authorization_code".equals(form.get("grant_type"))
					&& String.valueOf(this.request.get("redirect_uri")).equals(form.get("redirect_uri"))
					&& AuthorizationCodes.challenge(String.valueOf(form.get("code_verifier")))
						.equals(this.request.get("code_challenge"));
		}

	}

}
