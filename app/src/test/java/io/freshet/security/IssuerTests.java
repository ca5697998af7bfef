package io.freshet.security;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierReactiveJwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;

class IssuerTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(IssuerOnly.class);

	@Test
	void issuesTokensWithoutIssuer() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(DevelopmentIssuer.class)
			.hasSingleBean(TokenController.class)
			.hasSingleBean(ReactiveJwtDecoder.class));
	}

	@Test
	void takesEmptyIssuerForNone() {
		this.runner.withPropertyValues("freshet.security.issuer-uri=")
			.run((context) -> assertThat(context).hasSingleBean(TokenController.class));
	}

	@Test
	void issuesNoTokensWithIssuer() {
		this.runner.withPropertyValues("freshet.security.issuer-uri=https://login.example.org/realms/freshet")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(DevelopmentIssuer.class).doesNotHaveBean(TokenController.class);
				assertThat(context).getBean(ReactiveJwtDecoder.class).isInstanceOf(SupplierReactiveJwtDecoder.class);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "login.example.org", "https://", "ftp://example.org", "https://a b", "https://a?b=c" })
	void malformedIssuerStopsTheStartAndSaysWhy(String issuer) {
		this.runner.withPropertyValues("freshet.security.issuer-uri=" + issuer).run((context) -> {
			FailureAnalysis analysis = new InvalidIssuerFailureAnalyzer().analyze(context.getStartupFailure());

			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("'freshet.security.issuer-uri' is '" + issuer + "'");
			assertThat(analysis.getAction()).contains("https://login.example.org/realms/freshet");
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(SecurityProperties.class)
	@Import({ IssuerConfiguration.class, DevelopmentIssuerConfiguration.class, TokenController.class })
	static class IssuerOnly {

	}

}
