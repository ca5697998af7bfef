package io.freshet.caching.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheTag;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that end while they listen to each other.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownIT {

	@Test
	void isNothingToWarnOf(CapturedOutput output) {
		int started;
		try (TwoInstances instances = TwoInstances.of(Application.class)) {
			instances.here(CacheInvalidator.class).invalidate(CacheTag.of("thing", 1)).block(TwoInstances.PATIENCE);
			started = output.getAll().length();
		}

		assertThat(output).contains("Following the invalidation ledger");
		assertThat(output.getAll().substring(started)).doesNotContain("Async resource cleanup failed",
				"onErrorDropped");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
