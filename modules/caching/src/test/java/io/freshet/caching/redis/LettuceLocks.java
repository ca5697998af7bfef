package io.freshet.caching.redis;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Lettuce take its locks for the length of a few instructions: the one that its
 * writers share, and the one under which a cluster's connections are noted by slot. If a
 * test forbids the first, it is never free again, and every later call spins for ever.
 */
public final class LettuceLocks implements BlockHoundIntegration {

	private static final String LOCK = "io.lettuce.core.protocol.SharedLock";

	private static final String CLUSTER = "io.lettuce.core.cluster.PooledClusterConnectionProvider";

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside(LOCK, "incrementWriters")
			.allowBlockingCallsInside(LOCK, "doExclusive")
			.allowBlockingCallsInside(LOCK, "lockWritersExclusive")
			.allowBlockingCallsInside(CLUSTER, "lambda$getWriteConnection$1");
	}

}
