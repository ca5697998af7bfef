package io.freshet.caching.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.freshet.caching.load.BackgroundLifecycle;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.postgres.LedgerFollower;
import io.freshet.caching.postgres.LedgerMigration;
import io.freshet.caching.postgres.PostgresLedger;
import io.freshet.caching.redis.RedisLink;

/**
 * Auto-configuration of what runs as long as the application does: the follower of the
 * ledger and its pruning, and connecting to Redis.
 */
@AutoConfiguration(after = CachingAutoConfiguration.class)
public final class CachingBackgroundAutoConfiguration {

	/**
	 * The ledger.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "io.r2dbc.spi.ConnectionFactory")
	@ConditionalOnBean(type = "io.freshet.caching.postgres.PostgresLedger")
	static class Ledger {

		@Bean
		SmartLifecycle ledgerLifecycle(BackgroundWork background, LedgerFollower follower, PostgresLedger ledger,
				CachingProperties properties, ObjectProvider<LedgerMigration> migration) {
			migration.getIfAvailable();
			return new BackgroundLifecycle(background, follower.follow(),
					ledger.prune(properties.ledger().pruneInterval()));
		}

	}

	/**
	 * The shared tier.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.data.redis.connection.ReactiveRedisConnectionFactory")
	@ConditionalOnBean(type = "io.freshet.caching.redis.RedisLink")
	static class SharedTier {

		@Bean
		SmartLifecycle sharedTierLifecycle(BackgroundWork background, RedisLink link) {
			return new BackgroundLifecycle(background, link.connect());
		}

	}

}
