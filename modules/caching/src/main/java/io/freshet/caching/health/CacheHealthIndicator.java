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
 * that is, whether the shared tier is skipped or the ledger cannot be followed.
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
		return Mono.fromCallable(() -> {
			GuardedStore tier = this.shared;
			boolean sharedDegraded = tier != null && tier.isDegraded();
			boolean followed = this.view.isCurrent();
			builder.up()
				.withDetail("state", (sharedDegraded || !followed) ? "degraded" : "healthy")
				.withDetail("sharedTier", (tier != null) ? tier.breakerState().name() : "NONE")
				.withDetail("ledger", followed ? "FOLLOWED" : "LAGGING");
			return builder.build();
		});
	}

}
