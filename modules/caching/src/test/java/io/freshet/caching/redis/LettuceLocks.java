package io.freshet.caching.redis;

import java.util.List;
import java.util.Map;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Lettuce take its locks for the length of a few instructions: the one that its
 * writers share, and those around what is known of the nodes of a cluster and of the
 * connections to them. If a test forbids the first, it is never free again, and every
 * later call spins for ever; if it forbids the others, a node counts as not reachable.
 */
public final class LettuceLocks implements BlockHoundIntegration {

	private static final String CLUSTER = "io.lettuce.core.cluster.";

	/** The methods that take a lock, by their classes. */
	private static final Map<String, List<String>> HOLDERS = Map.of("io.lettuce.core.protocol.SharedLock",
			List.of("incrementWriters", "doExclusive", "lockWritersExclusive"),
			CLUSTER + "PooledClusterConnectionProvider",
			List.of("getReadConnection", "lambda$getReadConnection$5", "lambda$getWriteConnection$1",
					"resetFastConnectionCache", "setPartitions"),
			CLUSTER + "PooledClusterConnectionProvider$NodeConnectionPostProcessor", List.of("lambda$apply$4"),
			CLUSTER + "models.partitions.Partitions", List.of("add", "addPartition", "addAll", "reload", "updateCache"),
			CLUSTER + "topology.Connections", List.of("addConnection", "isEmpty", "doRequest"),
			"io.lettuce.core.masterreplica.Connections", List.of("onAccept", "isEmpty"));

	@Override
	public void applyTo(BlockHound.Builder builder) {
		HOLDERS.forEach((type, methods) -> methods.forEach((method) -> builder.allowBlockingCallsInside(type, method)));
	}

}
