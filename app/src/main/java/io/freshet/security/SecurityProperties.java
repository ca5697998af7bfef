package io.freshet.security;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

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
 */
@ConfigurationProperties("freshet.security")
record SecurityProperties(@Nullable String issuerUri, @DefaultValue("freshet") String audience,
		@DefaultValue("1h") Duration tokenLifetime) {

	SecurityProperties {
		issuerUri = StringUtils.hasText(issuerUri) ? issuerUri.trim() : null;
		if (issuerUri != null && !isHttp(issuerUri)) {
			throw new InvalidIssuerException(issuerUri);
		}
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
