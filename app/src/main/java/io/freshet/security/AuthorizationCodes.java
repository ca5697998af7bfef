package io.freshet.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The codes that the development issuer has given and that nobody has redeemed yet. A
 * code is good once and for a minute, and for nobody but who can show what it was asked
 * for with.
 */
final class AuthorizationCodes {

	private static final Duration LIFETIME = Duration.ofMinutes(1);

	private static final int MOST = 1000;

	private static final int BYTES = 32;

	private final Map<String, Grant> grants = new ConcurrentHashMap<>();

	private final SecureRandom random = new SecureRandom();

	private final InstantSource clock;

	AuthorizationCodes(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Gives a code to a user.
	 * @param user the user
	 * @param request what the code was asked for with
	 * @return the code
	 */
	String give(DevelopmentUser user, AuthorizationRequest request) {
		Instant now = this.clock.instant();
		this.grants.values().removeIf((grant) -> !now.isBefore(grant.until()));
		if (this.grants.size() >= MOST) {
			this.grants.clear();
		}
		byte[] bytes = new byte[BYTES];
		this.random.nextBytes(bytes);
		String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
		this.grants.put(code, new Grant(user, request, now.plus(LIFETIME)));
		return code;
	}

	/**
	 * Redeems a code. Whoever tries with anything else that is wrong has used it up.
	 * @param code the code
	 * @param clientId who redeems it
	 * @param redirectUri where the code was sent
	 * @param verifier what the challenge was made of
	 * @return the user, if all of it is right
	 */
	Optional<DevelopmentUser> redeem(String code, String clientId, String redirectUri, String verifier) {
		return Optional.ofNullable(this.grants.remove(code))
			.filter((grant) -> this.clock.instant().isBefore(grant.until()))
			.filter((grant) -> grant.request().clientId().equals(clientId)
					&& grant.request().redirectUri().equals(redirectUri)
					&& same(grant.request().codeChallenge(), challenge(verifier)))
			.map(Grant::user);
	}

	/** RFC 7636, section 4.2: S256. */
	static String challenge(String verifier) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static boolean same(String one, String other) {
		return MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII),
				other.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * A code that has been given.
	 *
	 * @param user to whom
	 * @param request for what
	 * @param until until when it is good
	 */
	private record Grant(DevelopmentUser user, AuthorizationRequest request, Instant until) {

	}

}
