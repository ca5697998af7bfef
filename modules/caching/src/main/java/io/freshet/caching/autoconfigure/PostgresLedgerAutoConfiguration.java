package io.freshet.caching.autoconfigure;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.r2dbc.core.DatabaseClient;

import io.freshet.caching.CacheException;
import io.freshet.caching.administration.InstanceReports;
import io.freshet.caching.invalidation.Backplane;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.HintCounts;
import io.freshet.caching.invalidation.HintSender;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.load.BackgroundLifecycle;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.PolicyOverrides;
import io.freshet.caching.postgres.LedgerFollower;
import io.freshet.caching.postgres.PoolWatch;
import io.freshet.caching.postgres.PostgresInstanceReports;
import io.freshet.caching.postgres.PostgresLedger;
import io.freshet.caching.postgres.PostgresPolicyOverrides;
import io.freshet.caching.store.CacheObserver;

/**
 * Auto-configuration of the ledger on PostgreSQL.
 */
@AutoConfiguration(after = R2dbcAutoConfiguration.class, before = CachingAutoConfiguration.class)
@ConditionalOnClass({ io.r2dbc.postgresql.PostgresqlConnectionFactory.class, DatabaseClient.class })
@ConditionalOnBean(ConnectionFactory.class)
@ConditionalOnMissingBean(InvalidationLedger.class)
@EnableConfigurationProperties({ CachingProperties.class, AdministrationProperties.class })
public final class PostgresLedgerAutoConfiguration {

	private static final String POSTGRES = "PostgreSQL";

	@Bean
	LedgerFollower ledgerFollower(ConnectionFactory connections, FreshnessView view, CachingProperties properties,
			ObjectProvider<CacheObserver> observers) {
		requirePostgres(connections);
		CachingProperties.Ledger ledger = properties.ledger();
		return new LedgerFollower(unpooled(connections), view,
				new LedgerFollower.Settings(ledger.interval(), ledger.timeout(), ledger.stalenessBound(),
						ledger.stalenessBound(), ledger.retention(), ledger.rowsInView()),
				System::nanoTime, observers.getIfAvailable(() -> CacheObserver.NONE));
	}

	/** What cannot be repaired while the application runs stops the start. */
	@Bean
	SmartInitializingSingleton ledgerTableCheck(BackgroundWork background, LedgerFollower follower,
			CachingProperties properties) {
		return () -> background.awaitAtStart(follower.checkTable(), properties.ledger().timeout());
	}

	@Bean
	FreshnessView freshnessView(CachingProperties properties) {
		return new FreshnessView(properties.ledger().stalenessBound(), properties.ledger().viewSize().toBytes(),
				System::nanoTime);
	}

	@Bean
	HintCounts hintCounts() {
		return new HintCounts();
	}

	@Bean
	HintSender hintSender(ObjectProvider<Backplane> backplane, HintCounts counts, BackgroundWork background) {
		return new HintSender(counts.around(backplane.getIfAvailable(() -> Backplane.NONE)), background::run);
	}

	@Bean
	PostgresLedger postgresLedger(ConnectionFactory connections, FreshnessView view, LedgerFollower follower,
			HintSender hints, CachingProperties properties) {
		return new PostgresLedger(DatabaseClient.create(connections), view, follower, hints,
				properties.ledger().retention());
	}

	@Bean
	@ConditionalOnMissingBean(PolicyOverrides.class)
	PostgresPolicyOverrides postgresPolicyOverrides(ConnectionFactory connections, InvalidationLedger ledger) {
		return new PostgresPolicyOverrides(DatabaseClient.create(connections), ledger);
	}

	@Bean
	PoolWatch poolWatch(ConnectionFactory connections) {
		return new PoolWatch(connections);
	}

	@Bean
	@ConditionalOnMissingBean(InstanceReports.class)
	PostgresInstanceReports postgresInstanceReports(ConnectionFactory connections,
			AdministrationProperties properties) {
		return new PostgresInstanceReports(DatabaseClient.create(connections), properties.reportExpiry());
	}

	@Bean
	SmartLifecycle policyOverridesLifecycle(BackgroundWork background,
			ObjectProvider<PostgresPolicyOverrides> overrides) {
		return new BackgroundLifecycle(background,
				overrides.stream().map(PostgresPolicyOverrides::follow).toArray(Mono<?>[]::new));
	}

	private static void requirePostgres(ConnectionFactory connections) {
		String product = connections.getMetadata().getName();
		if (!product.equals(POSTGRES)) {
			throw new CacheException("The invalidation ledger needs PostgreSQL, but the connections go to " + product,
					"Point spring.r2dbc.url to PostgreSQL; or, for an application that runs in one instance, declare a"
							+ " bean of type LocalLedger, which keeps the ledger in memory.");
		}
	}

	private static ConnectionFactory unpooled(ConnectionFactory connections) {
		return (connections instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof ConnectionFactory inner)
				? unpooled(inner) : connections;
	}

	@Bean
	SmartLifecycle ledgerLifecycle(BackgroundWork background, LedgerFollower follower, PostgresLedger ledger,
			ObjectProvider<Backplane> backplane, HintCounts counts, CachingProperties properties) {
		return new BackgroundLifecycle(background, follower.follow(), ledger.prune(properties.ledger().pruneInterval()),
				follower.followHints(counts.around(backplane.getIfAvailable(() -> Backplane.NONE))));
	}

}
