package io.freshet.caching.store;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.redis.RedisFixture;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.resilience.SharedTierBreaker;
import io.freshet.caching.testing.RedisServer;

/**
 * The tiers as an application has them.
 */
class TieredRedisIT extends CacheStoreContract {

	private final RedisFixture redis = RedisFixture.on(RedisServer.shared()).connected();

	private final CacheStore store = new TieredStore(
			judged(new CaffeineStore(10_000_000, this.clock, Runnable::run, CacheRecorder.NONE), Tier.NEAR),
			judged(new GuardedStore(this.redis.store(this.clock, CacheRecorder.NONE),
					SharedTierBreaker.of(new SharedTierBreaker.Settings(50, 50, 100, Duration.ofSeconds(10),
							Duration.ofSeconds(1), 2)),
					Duration.ofSeconds(10)), Tier.SHARED),
			(behind) -> behind.block(TIMEOUT));

	private CacheStore judged(CacheStore tier, Tier which) {
		return new JudgedStore(tier, which, this.ledger, CacheRecorder.NONE, this.clock);
	}

	@Override
	protected CacheStore store() {
		return this.store;
	}

	@AfterEach
	void disconnect() {
		this.redis.close();
	}

}
