package io.freshet.caching.announcement;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
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
	void isAnErrorIfItIsSentElsewhere() {
		this.cdn.is(Mood.MOVED);

		StepVerifier.create(sender("PURGE", "X-Key").send(List.of("post:42")))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(WebClientResponseException.class,
					(answer) -> assertThat(answer.getStatusCode().value()).isEqualTo(307)))
			.verify(TIMEOUT);
	}

	@Test
	void isAnErrorIfItIsSentElsewhereWithoutEnd() {
		this.cdn.is(Mood.MOVED);
		WebClient following = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create().followRedirect(true)))
			.build();
		Target target = new Target(this.cdn.url(), "PURGE", "X-Key", Map.of(), Duration.ofSeconds(10));

		StepVerifier.create(new HttpAnnouncementSender(following, target).send(List.of("post:42")))
			.expectError()
			.verify(TIMEOUT);

		assertThat(this.cdn.told()).hasSizeGreaterThan(1);
	}

	@Test
	void asksNobodyBeforeItIsSubscribedTo() {
		var unused = sender("PURGE", "X-Key").send(List.of("post:42"));

		assertThat(unused).isNotNull();
		assertThat(this.cdn.told()).isEmpty();
	}

}
