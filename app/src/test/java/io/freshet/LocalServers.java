package io.freshet;

import java.util.HashMap;
import java.util.Map;

import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.RedisServer;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the servers that nobody named, and names them to the application.
 */
final class LocalServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private final DataFolder data;

	private final boolean reset;

	LocalServers(DataFolder data, boolean reset) {
		this.data = data;
		this.reset = reset;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (this.reset) {
			PostgresServer.stopLeftOver(this.data.postgres());
			RedisServer.stopLeftOver(this.data.redis());
			this.data.reset();
		}
		Map<String, Object> settings = new HashMap<>();
		if (!context.getEnvironment().containsProperty("POSTGRES_HOST")) {
			settings.putAll(startPostgres());
		}
		if (!context.getEnvironment().containsProperty("REDIS_HOST")) {
			settings.putAll(startRedis());
		}
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("localServers", settings));
	}

	/** Handlers run when the application has been closed. */
	private Map<String, Object> startPostgres() {
		PostgresServer server = PostgresServer.keepingDataIn(this.data.postgres());
		SpringApplication.getShutdownHandlers().add(server::close);
		return Map.of("POSTGRES_HOST", server.host(), "POSTGRES_PORT", server.port(), "POSTGRES_DB", server.database(),
				"POSTGRES_USER", server.username(), "POSTGRES_PASSWORD", server.password());
	}

	private Map<String, Object> startRedis() {
		RedisServer server = RedisServer.keepingDataIn(this.data.redis());
		SpringApplication.getShutdownHandlers().add(server::close);
		return Map.of("REDIS_HOST", server.host(), "REDIS_PORT", server.port(), "REDIS_PASSWORD", server.password(),
				"REDIS_DB", 0);
	}

}
