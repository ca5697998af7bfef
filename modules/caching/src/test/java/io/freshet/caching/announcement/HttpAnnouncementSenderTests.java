package io.freshet.caching.announcement;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.freshet.caching.announcement.Cdn.Mood;
import io.freshet.caching.announcement.Cdn.Told;
import io.freshet.caching.announcement.HttpAnnouncementSender.Target;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes over the wire to what stands in front. */
class HttpAnnouncementSenderTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final Cdn cdn = new Cdn();

	@AfterEach
	void stop() {
		this.cdn.close();
	}

	private HttpAnnouncementSender sender(String method, String field) {
		return new HttpAnnouncementSender(WebClient.create(),
				new Target(this.cdn.url(), method, field, Map.of("X-Secret", "s3cret"), Duration.ofSeconds(10)));
	}

	@ParameterizedTest
	@CsvSource({ "PURGE, X-Key", "BAN, X-Key", "POST, X-Key", "PURGE, Surrogate-Key", "BAN, Surrogate-Key",
			"POST, Surrogate-Key" })
	void namesTheKeysInOneRequestOfTheMethodThatIsWanted(String method, String field) {
		StepVerifier.create(sender(method, field).send(List.of("post:42", "uri:http://a.example/b")))
			.expectComplete()
			.verify(TIMEOUT);

		assertThat(this.cdn.told())
			.containsExactly(new Told(method, "/purge", field, "post:42 uri:http://a.example/b", "s3cret", Mood.WELL));
	}

	@ParameterizedTest
	@CsvSource({ "PURGE", "BAN", "POST" })
	void isAnErrorIfItIsNotObeyed(String method) {
		this.cdn.is(Mood.FAILING);

		StepVerifier.create(sender(method, "X-Key").send(List.of("post:42")))
			.expectError(WebClientResponseException.ServiceUnavailable.class)
			.verify(TIMEOUT);

		assertThat(this.cdn.told()).hasSize(1);
	}

	@Test
	void asksNobodyBeforeItIsSubscribedTo() {
		var unused = sender("PURGE", "X-Key").send(List.of("post:42"));

		assertThat(unused).isNotNull();
		assertThat(this.cdn.told()).isEmpty();
	}

}
