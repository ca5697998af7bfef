package io.freshet.security;

/**
 * The issuer of the settings is not an address.
 */
class InvalidIssuerException extends RuntimeException {

	private final String issuer;

	InvalidIssuerException(String issuer) {
		super("Issuer '" + issuer + "' is not an http or https address");
		this.issuer = issuer;
	}

	String issuer() {
		return this.issuer;
	}

}
