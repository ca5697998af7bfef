package io.freshet.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says at start what is wrong with the issuer, before the general analyzers of binding
 * say less.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidIssuerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidIssuerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidIssuerException cause) {
		return new FailureAnalysis(
				"The property 'freshet.security.issuer-uri' is '" + cause.issuer()
						+ "', which is not the address of an issuer of tokens.",
				"Set it to the issuer as it stands in the claim 'iss' of its tokens, for example"
						+ " https://login.example.org/realms/freshet, without query and fragment."
						+ " Leave it away to have tokens issued by this application itself, for development only.",
				cause);
	}

}
