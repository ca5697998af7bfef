package io.freshet.security;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AuthorizationCodesTests {

	private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

	private static final AuthorizationRequest REQUEST = new AuthorizationRequest("freshet-admin",
			"http://localhost/admin/sign-in/return", "some-state", AuthorizationCodes.challenge(VERIFIER));

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));

	private final AuthorizationCodes codes = new AuthorizationCodes(this.now::get);

	private final DevelopmentUser user = DevelopmentUser.find("admin", "admin").orElseThrow();

	private final String code = this.codes.give(this.user, REQUEST);

	/** The example of RFC 7636, appendix B. */
	@Test
	void makesTheChallengeOfTheSpecification() {
		assertThat(REQUEST.codeChallenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
	}

	@Test
	void isGoodOnce() {
		assertThat(redeem(VERIFIER)).isTrue();
		assertThat(redeem(VERIFIER)).isFalse();
	}

	@Test
	void isUsedUpByAWrongVerifier() {
		assertThat(redeem("another")).isFalse();
		assertThat(redeem(VERIFIER)).isFalse();
	}

	@Test
	void isGoodForAMinute() {
		this.now.updateAndGet((instant) -> instant.plus(Duration.ofSeconds(60)));

		assertThat(redeem(VERIFIER)).isFalse();
	}

	@Test
	void isGoodForTheAddressItWasSentToAlone() {
		assertThat(this.codes.redeem(this.code, REQUEST.clientId(), REQUEST.redirectUri() + "/", VERIFIER)).isEmpty();
	}

	@Test
	void isNotTheSameTwice() {
		assertThat(this.codes.give(this.user, REQUEST)).isNotEqualTo(this.code).hasSize(43);
	}

	private boolean redeem(String verifier) {
		return this.codes.redeem(this.code, REQUEST.clientId(), REQUEST.redirectUri(), verifier).isPresent();
	}

}
