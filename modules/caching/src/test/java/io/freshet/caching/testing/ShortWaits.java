package io.freshet.caching.testing;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets code of the platform wait where it never does so for long. Drivers draw random
 * numbers when they log in: the operating system hands them out like a file, but never
 * lets anybody wait. The others take a lock for a few instructions: Caffeine when it
 * hands its maintenance to the common pool, Reactor when it takes what is to be done at
 * intervals off its timers, Netty when it gives up memory that several threads allocate
 * from. If a test forbids such a wait, the place in the queue of the lock is never given
 * up, and who comes later waits for ever.
 */
public final class ShortWaits implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
			.allowBlockingCallsInside("java.util.concurrent.ForkJoinPool", "execute")
			.allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
			.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free");
	}

}
