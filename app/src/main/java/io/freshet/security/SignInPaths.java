package io.freshet.security;

import java.net.URI;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Where signing in takes place. All of it is public: it is for those who have no token.
 */
final class SignInPaths {

	static final String ADMIN = "/admin";

	static final String SESSION = "/admin/session";

	static final String ASSETS = "/admin/assets/**";

	/** The last part names the client, of which there is one. */
	static final String START = "/admin/sign-in/" + SignInClients.REGISTRATION;

	static final String RETURN = "/admin/sign-in/return";

	static final String DEVELOPMENT = "/admin/sign-in/development";

	static final String SIGN_OUT = "/admin/sign-out";

	static final String SIGNED_OUT = "/admin/signed-out";

	private SignInPaths() {
	}

	/**
	 * Returns where an issuer sends people back to, at the address that they came by.
	 * @param request the request of someone who signs in
	 * @return the redirect URI of OAuth 2
	 */
	static String returnUri(ServerHttpRequest request) {
		URI uri = request.getURI();
		return UriComponentsBuilder.newInstance()
			.scheme(uri.getScheme())
			.host(uri.getHost())
			.port(uri.getPort())
			.path(RETURN)
			.toUriString();
	}

}
