package io.freshet.caching.spring;

import java.time.Duration;

import org.junit.jupiter.api.function.ThrowingConsumer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

import io.freshet.caching.autoconfigure.CacheStatisticsAutoConfiguration;
import io.freshet.caching.autoconfigure.CachingAutoConfiguration;
import io.freshet.caching.autoconfigure.SpringCacheAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** Applications with cache annotations, in one process. */
final class SpringCaching {

	static final Duration PATIENCE = Duration.ofSeconds(20);

	private SpringCaching() {
	}

	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, CacheStatisticsAutoConfiguration.class,
					CachingAutoConfiguration.class, SpringCacheAutoConfiguration.class))
			.withUserConfiguration(Enabled.class);
	}

	/** Runs a test with a bean. */
	static <T> void with(Class<T> type, ThrowingConsumer<T> test) {
		runner().withBean(type).run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context.getBean(type));
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Enabled {

	}

}
