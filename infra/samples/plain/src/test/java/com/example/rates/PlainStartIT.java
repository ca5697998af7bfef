package com.example.rates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the sample says when it starts with nothing else on the machine.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlainStartIT {

	@Test
	void startsAndAnswersWithoutAWarning(CapturedOutput output) {
		// It ends with the JVM: closing it would stop the event loops that it shares with
		// the applications of the other tests.
		ConfigurableApplicationContext application = SpringApplication.run(RatesApplication.class, "--server.port=0",
				"--rates.delay=1ms");
		String port = application.getEnvironment().getRequiredProperty("local.server.port");

		WebTestClient.bindToServer()
			.baseUrl("http://localhost:" + port)
			.build()
			.get()
			.uri("/rates/USD")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult();

		assertThat(output).contains("Netty started on port").doesNotContain("WARN", "ERROR");
	}

}
