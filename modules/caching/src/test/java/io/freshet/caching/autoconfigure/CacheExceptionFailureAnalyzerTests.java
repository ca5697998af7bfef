package io.freshet.caching.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.freshet.caching.CacheException;
import io.freshet.caching.Cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class CacheExceptionFailureAnalyzerTests {

	@Test
	void saysWhatToCorrectInsteadOfAStackTrace(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Mistaken.class);
		application.setWebApplicationType(WebApplicationType.NONE);

		assertThatExceptionOfType(CacheException.class).isThrownBy(application::run);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Mistake.find() returns java.lang.String but must return a Mono or a Flux")
			.contains("Correct the method or the setting that the description names.")
			.doesNotContain("\tat io.freshet");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ CacheStatisticsAutoConfiguration.class, CachingAutoConfiguration.class })
	static class Mistaken {

		@Bean
		Mistake mistake() {
			return new Mistake();
		}

	}

	static class Mistake {

		@Cached(cache = "c")
		String find() {
			return "x";
		}

	}

}
