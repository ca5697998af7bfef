package io.freshet;

import java.time.Duration;

import io.r2dbc.spi.ConnectionFactory;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.r2dbc.health.ConnectionFactoryHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Health of the database, told soon. The check of Spring Boot by itself waits for as long
 * as a database that hangs does not answer, and whoever probes gives up before.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseHealthConfiguration {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	/** Stands in for Spring Boot's own, which goes by this name. */
	@Bean
	ReactiveHealthIndicator r2dbcHealthIndicator(ConnectionFactory connections) {
		ReactiveHealthIndicator check = new ConnectionFactoryHealthIndicator(connections);
		Health noAnswer = Health.down().withDetail("error", "No answer within " + PATIENCE.toSeconds() + " s").build();
		return () -> check.health().timeout(PATIENCE, Mono.just(noAnswer));
	}

}
