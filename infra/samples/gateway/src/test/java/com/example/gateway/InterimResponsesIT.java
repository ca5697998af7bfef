package com.example.gateway;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.gateway.Origin.Answer;
import com.example.gateway.RawClient.Message;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 9110, section 15.2: interim responses between a real origin and real clients.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class InterimResponsesIT {

	private static final String HTTP_1_1 = "HTTP/1.1";

	private static final String LINK = "link: </a.css>; rel=preload";

	private static final Origin origin = new Origin();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void origin(DynamicPropertyRegistry properties) {
		properties.add("origin", origin::url);
	}

	@AfterAll
	static void stopOrigin() {
		origin.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 102, 103, 199 })
	void passesThemOnBeforeTheFinalResponseAndKeepsNone(int status) throws IOException {
		String path = "/interim/" + status;
		origin.on(path, hinting("max-age=60", status));

		try (RawClient client = new RawClient(this.port)) {
			List<Message> miss = client.get(path, HTTP_1_1);
			List<Message> hit = client.get(path, HTTP_1_1);

			assertThat(miss).hasSize(2);
			assertThat(miss.get(0).status()).startsWith(HTTP_1_1 + " " + status);
			assertThat(miss.get(0).fields()).containsExactly(LINK);
			assertFinal(miss.get(1), "miss");
			assertThat(hit).singleElement().satisfies((message) -> assertFinal(message, "hit"));
		}
		assertThat(origin.asked(path)).hasSize(1);
	}

	@Test
	void passesSeveralOnInTheirOrder() throws IOException {
		origin.on("/several", hinting("no-store", 102, 103, 103));

		try (RawClient client = new RawClient(this.port)) {
			assertThat(client.get("/several", HTTP_1_1)).extracting((message) -> message.status().substring(9, 12))
				.containsExactly("102", "103", "103", "200");
		}
	}

	@Test
	void passesNoneOnToAClientThatKnowsNone() throws IOException {
		origin.on("/old", hinting("max-age=60", 103));

		try (RawClient client = new RawClient(this.port)) {
			assertThat(client.get("/old", "HTTP/1.0")).singleElement()
				.satisfies((message) -> assertFinal(message, "miss"));
		}
	}

	@Test
	void passesNoneOnToAClientThatWasAnsweredWithAStaleResponse() throws IOException {
		Sinks.Empty<Void> refreshed = Sinks.empty();
		AtomicInteger asked = new AtomicInteger();
		Answer first = Answer.text("final", HttpHeaders.CACHE_CONTROL, "max-age=0, stale-while-revalidate=60");
		Answer then = hinting("max-age=60", 103);
		origin.on("/stale", (request, response) -> (asked.getAndIncrement() == 0) ? first.apply(request, response)
				: refreshed.asMono().then(Mono.defer(() -> Mono.from(then.apply(request, response)))));

		try (RawClient client = new RawClient(this.port); RawClient other = new RawClient(this.port)) {
			assertFinal(client.get("/stale", HTTP_1_1).get(0), "miss");
			assertFinal(client.get("/stale", HTTP_1_1).get(0), "stale");
			refreshed.tryEmitEmpty();
			Awaitility.await().untilAsserted(() -> assertFinal(other.get("/stale", HTTP_1_1).get(0), "hit"));

			assertThat(client.get("/stale", HTTP_1_1)).singleElement()
				.satisfies((message) -> assertFinal(message, "hit"));
		}
	}

	private static void assertFinal(Message message, String cache) {
		assertThat(message.status()).endsWith(" 200 OK");
		assertThat(message.body()).isEqualTo("final");
		assertThat(message.fields()).contains("x-cache: " + cache).doesNotContain(LINK);
	}

	/** With a field that is for the connection of the origin alone. */
	private static Answer hinting(String cacheControl, int... statuses) {
		return (request, response) -> {
			for (int status : statuses) {
				hint(response, status);
			}
			return response.addHeader(HttpHeaders.CACHE_CONTROL, cacheControl).sendString(Mono.just("final"));
		};
	}

	private static void hint(HttpServerResponse response, int status) {
		DefaultFullHttpResponse interim = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				HttpResponseStatus.valueOf(status), Unpooled.EMPTY_BUFFER,
				new DefaultHttpHeaders().add(HttpHeaders.LINK, "</a.css>; rel=preload")
					.add(HttpHeaders.CONNECTION, "X-Hop")
					.add("X-Hop", "1"),
				new DefaultHttpHeaders());
		response.withConnection((connection) -> {
			var unused = connection.channel().writeAndFlush(interim);
		});
	}

}
