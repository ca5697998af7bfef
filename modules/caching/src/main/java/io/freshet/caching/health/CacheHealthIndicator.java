package io.freshet.caching.health;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.resilience.GuardedStore;

/**
 * Says how the caches are. They are always up, because every request is answered without
 * them as well: {@code state} says whether they are {@code healthy} or {@code degraded},
 * that is, whether the shared tier is not reached or skipped, or the ledger cannot be
 * followed.
 */
public final class CacheHealthIndicator extends AbstractReactiveHealthIndicator {

	private final FreshnessView view;

	private final @Nullable GuardedStore shared;

	/**
	 * Makes an indicator.
	 * @param view what is known of the ledger
	 * @param shared the shared tier, {@code null} if there is none
	 */
	public CacheHealthIndicator(FreshnessView view, @Nullable GuardedStore shared) {
		super("Cache health check failed");
		this.view = view;
		this.shared = shared;
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		GuardedStore tier = this.shared;
		return (tier != null) ? tier.probe().map((reached) -> health(builder, tier, reached))
				: Mono.fromCallable(() -> health(builder, null, true));
	}

	private Health health(Health.Builder builder, @Nullable GuardedStore tier, boolean reached) {
		boolean sharedDegraded = tier != null && (!reached || tier.isDegraded());
		boolean followed = this.view.isCurrent();
		return builder.up()
			.withDetail("state", (sharedDegraded || !followed) ? "degraded" : "healthy")
			.withDetail("sharedTier", (tier != null) ? tier.breakerState() : "NONE")
			.withDetail("sharedTierReached", reached)
			.withDetail("ledger", followed ? "FOLLOWED" : "LAGGING")
			.build();
	}

}
