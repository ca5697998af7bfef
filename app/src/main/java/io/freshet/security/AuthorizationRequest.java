package io.freshet.security;

import java.util.List;
import java.util.Optional;

import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What an authorization code is asked for with, as OAuth 2 and RFC 7636 name it.
 *
 * @param clientId the client
 * @param redirectUri where the code goes
 * @param state what goes with it
 * @param codeChallenge what the verifier of who redeems it must come out as
 */
record AuthorizationRequest(String clientId, String redirectUri, String state, String codeChallenge) {

	private static final String CHALLENGE = "[A-Za-z0-9_-]{43}";

	private static final String STATE = "[\\x20-\\x7E]{8,200}";

	/**
	 * Reads a request. It must be for a code, with a challenge by SHA-256, by the one
	 * client there is, for the one address that this client has.
	 * @param parameters the parameters
	 * @param returnUri the address of the client
	 * @return the request, or nothing if it is any other
	 */
	static Optional<AuthorizationRequest> of(MultiValueMap<String, String> parameters, String returnUri) {
		AuthorizationRequest request = new AuthorizationRequest(single(parameters, "client_id"),
				single(parameters, "redirect_uri"), single(parameters, "state"), single(parameters, "code_challenge"));
		boolean right = single(parameters, "response_type").equals("code")
				&& single(parameters, "code_challenge_method").equals("S256")
				&& request.clientId.equals(SignInClients.DEVELOPMENT_CLIENT) && request.redirectUri.equals(returnUri)
				&& request.codeChallenge.matches(CHALLENGE) && request.state.matches(STATE);
		return right ? Optional.of(request) : Optional.empty();
	}

	private static String single(MultiValueMap<String, String> parameters, String name) {
		List<String> values = parameters.getOrDefault(name, List.of());
		String value = (values.size() == 1) ? values.get(0) : null;
		return (value != null) ? value : "";
	}

	/** Returns where a code goes. */
	String answer(String code) {
		return UriComponentsBuilder.fromUriString(this.redirectUri)
			.queryParam("code", "{code}")
			.queryParam("state", "{state}")
			.encode()
			.buildAndExpand(code, this.state)
			.toUriString();
	}

}
