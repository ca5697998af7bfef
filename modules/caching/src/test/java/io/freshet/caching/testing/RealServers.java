package io.freshet.caching.testing;

import java.util.Map;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Points an application context to the shared servers, each context to an empty
 * PostgreSQL database and a Redis database of its own. It sets {@code spring.r2dbc.*},
 * {@code spring.flyway.url}, {@code spring.datasource.*} and {@code spring.data.redis.*}.
 * <p>
 * On a test class use {@link WithRealServers}; with an {@code ApplicationContextRunner}
 * use {@code withInitializer(new RealServers())}. It is an initializer and no bean,
 * because conditions of auto-configurations look at these properties before there are
 * beans.
 */
public final class RealServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		PostgresServer postgres = PostgresServer.shared();
		RedisServer redis = RedisServer.shared();
		TestPropertyValues.of(properties(postgres, postgres.newDatabase()))
			.and(properties(redis, redis.newDatabase()))
			.applyTo(context);
	}

	/**
	 * Returns the settings that point an application to a database.
	 * @param server the server
	 * @param database the name of the database
	 * @return the properties
	 */
	public static Map<String, String> properties(PostgresServer server, String database) {
		return Map.of("spring.r2dbc.url", server.r2dbcUrl(database), "spring.r2dbc.username", server.username(),
				"spring.r2dbc.password", server.password(), "spring.flyway.url", server.jdbcUrl(database),
				"spring.flyway.user", server.username(), "spring.flyway.password", server.password(),
				"spring.datasource.url", server.jdbcUrl(database), "spring.datasource.username", server.username(),
				"spring.datasource.password", server.password());
	}

	/**
	 * Returns the settings that point an application to a Redis database.
	 * @param server the server
	 * @param database the index of the database
	 * @return the properties
	 */
	public static Map<String, String> properties(RedisServer server, int database) {
		return Map.of("spring.data.redis.host", server.host(), "spring.data.redis.port", String.valueOf(server.port()),
				"spring.data.redis.password", server.password(), "spring.data.redis.database",
				String.valueOf(database));
	}

}
