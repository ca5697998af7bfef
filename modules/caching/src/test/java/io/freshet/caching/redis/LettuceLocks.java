package io.freshet.caching.redis;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Lettuce take the lock that its writers share, for the length of a few
 * instructions. If a test forbids it, the lock is never free again, and every later call
 * spins for ever.
 */
public final class LettuceLocks implements BlockHoundIntegration {

	private static final String LOCK = "io.lettuce.core.protocol.SharedLock";

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside(LOCK, "incrementWriters")
			.allowBlockingCallsInside(LOCK, "doExclusive")
			.allowBlockingCallsInside(LOCK, "lockWritersExclusive");
	}

}
