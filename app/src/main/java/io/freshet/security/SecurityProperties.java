package io.freshet.security;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Settings of the security.
 *
 * @param issuerUri Issuer of the tokens, an OpenID Connect provider; without one this
 * application issues tokens itself, for development.
 * @param audience Audience that a token must name.
 * @param tokenLifetime Lifetime of the tokens that this application issues.
 * @param clientId Name under which the issuer knows this application, for signing in to
 * the page of administrators; without one only bearer tokens are accepted.
 * @param clientSecret Secret that the issuer shares with this application; without one
 * this application is a public client.
 * @param clientScopes Scopes that signing in asks the issuer for.
 * @param cookieSecret Secret with which the cookie of a sign-in under way is encrypted,
 * the same at all instances; the client secret if absent, and without that a secret of
 * this instance alone.
 */
@ConfigurationProperties("freshet.security")
record SecurityProperties(@Nullable String issuerUri, @DefaultValue("freshet") String audience,
		@DefaultValue("1h") Duration tokenLifetime, @Nullable String clientId, @Nullable String clientSecret,
		@DefaultValue(ScopeRules.CACHE_ADMIN) List<String> clientScopes, @Nullable String cookieSecret) {

	SecurityProperties {
		issuerUri = textOrNull(issuerUri);
		clientId = textOrNull(clientId);
		clientSecret = textOrNull(clientSecret);
		cookieSecret = textOrNull(cookieSecret);
		clientScopes = List.copyOf(clientScopes);
		if (issuerUri != null && !isHttp(issuerUri)) {
			throw new InvalidIssuerException(issuerUri);
		}
	}

	/** Whoever prints this by accident prints no secret. */
	@Override
	public String toString() {
		return "Security with issuer " + this.issuerUri + ", audience " + this.audience + " and client "
				+ this.clientId;
	}

	private static @Nullable String textOrNull(@Nullable String text) {
		return StringUtils.hasText(text) ? text.trim() : null;
	}

	private static boolean isHttp(String text) {
		try {
			URI uri = new URI(text);
			return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null
					&& uri.getQuery() == null && uri.getFragment() == null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

}
