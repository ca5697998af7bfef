package io.freshet.caching.testing;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets drivers draw random numbers when they log in: the operating system hands them out
 * like a file, but never lets anybody wait.
 */
public final class RandomNumbers implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
	}

}
