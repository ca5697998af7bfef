package io.freshet.caching.testing;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets code of the platform wait where it never does so for long. Drivers draw random
 * numbers when they log in: the operating system hands them out like a file, but never
 * lets anybody wait. Caffeine hands its maintenance to the common pool, whose table of
 * queues has a lock for a few instructions; if a test forbids that wait, the place in the
 * queue of the lock is never given up, and who comes later waits for ever. Netty's
 * allocator gives up a magazine that several threads use behind the lock that they
 * allocate under.
 */
public final class ShortWaits implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
			.allowBlockingCallsInside("java.util.concurrent.ForkJoinPool", "execute")
			.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free");
	}

}
