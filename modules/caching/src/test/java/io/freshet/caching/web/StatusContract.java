package io.freshet.caching.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.store.ResponseOutcome;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9211: what is told of the cache, and to whom. */
abstract class StatusContract extends Scene {

	private static String status(Answer answer) {
		return answer.cache() + ": " + answer.header("Cache-Status");
	}

	/** Fresh for a minute, and says so again when it is asked. */
	private Mono<ServerResponse> validated(ServerRequest request) {
		nextCall();
		ServerResponse.BodyBuilder answer = request.headers().header("If-None-Match").isEmpty() ? ServerResponse.ok()
				: ServerResponse.status(304);
		answer.header("Cache-Control", "max-age=60").eTag("v1");
		return request.headers().header("If-None-Match").isEmpty() ? answer.bodyValue("0123456789") : answer.build();
	}

	@Test
	void tellsWhyAResponseWasValidatedAndForHowLongItIsFreshAgain() throws IOException {
		String target = path("standard");
		things().on(target, this::validated);
		get(target);
		long before = told(ResponseOutcome.REVALIDATED_ON_REQUEST);

		Answer asked = get(target, "Cache-Control: no-cache");
		clock().advance(Duration.ofSeconds(70));
		Answer stale = get(target);

		assertThat(status(asked)).isEqualTo("REVALIDATED: Freshet; fwd=request; fwd-status=304; ttl=60; stored");
		assertThat(status(stale)).isEqualTo("REVALIDATED: Freshet; fwd=stale; fwd-status=304; ttl=60; stored");
		assertThat(told(ResponseOutcome.REVALIDATED_ON_REQUEST)).isEqualTo(before + 1);
	}

	@Test
	void doesNotTellThatAValidatedResponseIsStoredWhichIsNot() throws IOException {
		String target = path("standard");
		things().on(target,
				(request) -> request.headers().header("If-None-Match").isEmpty()
						? ServerResponse.ok().header("Cache-Control", "max-age=10").eTag("v1").bodyValue("good")
						: ServerResponse.status(304).header("Cache-Control", "no-store").eTag("v1").build());
		get(target);
		clock().advance(Duration.ofSeconds(20));

		Answer answer = get(target);

		assertThat(answer.text()).isEqualTo("good");
		assertThat(answer.header("Cache-Status")).startsWith("Freshet; fwd=stale").doesNotContain("stored");
	}

	@ParameterizedTest
	@CsvSource({ "503, ; fwd-status=503", "500, ; fwd-status=500", "exception, ''" })
	void tellsWhatTheOriginSaidInPlaceOfWhichSomethingStaleIsServed(String how, String said) throws IOException {
		String target = path("standard") + "/" + how;
		things().on(target, (request) -> {
			if (nextCall() == 1) {
				return ServerResponse.ok().header("Cache-Control", "max-age=10, stale-if-error=60").bodyValue("good");
			}
			return how.equals("exception") ? Mono.error(new IllegalStateException("lost"))
					: ServerResponse.status(Integer.parseInt(how)).bodyValue("lost");
		});
		get(target);
		clock().advance(Duration.ofSeconds(20));

		Answer answer = get(target);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(status(answer)).isEqualTo("STALE: Freshet; fwd=stale" + said + "; ttl=-10; detail=stale-if-error");
	}

	@ParameterizedTest
	@CsvSource({ "'If-None-Match: \"v1\"', 304", "Range: bytes=2-3, 206" })
	void tellsThatTheOriginSaidAnotherStatusThanTheClientGets(String wish, int status) throws IOException {
		String target = path() + "/" + status;
		things().on(target, this::validated);

		Answer answer = get(target, wish);

		assertThat(answer.status()).isEqualTo(status);
		assertThat(status(answer)).isEqualTo("MISS: Freshet; fwd=uri-miss; fwd-status=200; stored");
	}

	@Test
	void tellsNoReasonToForwardWhatWasNot() throws IOException {
		String target = path("standard");
		answer(target, (ok) -> ok.header("Cache-Control", "max-age=10"));

		Answer nothing = get(target, "Cache-Control: only-if-cached");
		get(target);
		clock().advance(Duration.ofSeconds(20));
		Answer stale = get(target, "Cache-Control: only-if-cached");

		assertThat(calls()).isEqualTo(1);
		assertThat(List.of(nothing, stale)).allSatisfy((answer) -> {
			assertThat(answer.status()).isEqualTo(504);
			assertThat(status(answer)).isEqualTo("MISS: Freshet; detail=only-if-cached");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "Cache-Control: no-store", "Content-Length: 1", "Upgrade: other", "Authorization: x",
			"Cookie: a=b", "X-HTTP-Method-Override: GET" })
	void forwardsNothingToWhomWantsAStoredResponseOnly(String besides) throws IOException {
		String target = path() + "/" + Integer.toHexString(besides.hashCode());
		things().on(target, this::count);
		get(target);

		client().send(WireClient.request("GET", target, besides, "Cache-Control: only-if-cached")
				+ (besides.startsWith("Content-Length") ? "x" : ""));
		Answer answer = client().read("GET");

		assertThat(answer.status()).isEqualTo(504);
		assertThat(status(answer)).isEqualTo("MISS: Freshet; detail=only-if-cached");
		assertThat(calls()).isEqualTo(1);
	}

	@Test
	void addsItselfBehindTheCachesThatAreNearerToTheOrigin() throws IOException {
		String target = path("standard");
		answer(target,
				(ok) -> ok.header("Cache-Control", "max-age=60")
					.header("Cache-Status", "Origin; hit; ttl=5")
					.header("X-Cache", "HIT of another"));

		Answer miss = get(target);
		Answer hit = get(target);

		assertThat(status(miss)).isEqualTo("MISS: Origin; hit; ttl=5, Freshet; fwd=uri-miss; stored");
		assertThat(status(hit)).isEqualTo("HIT: Origin; hit; ttl=5, Freshet; hit; ttl=60");
	}

	@ParameterizedTest
	@CsvSource({ "GET, no-store, '', MISS: Origin; hit; Freshet; fwd=uri-miss",
			"GET, max-age=60, Range: bytes=0-1, MISS: Origin; hit; Freshet; fwd=uri-miss",
			"GET, max-age=60, Cache-Control: no-store, BYPASS: Origin; hit; Freshet; fwd=bypass; detail=no-store",
			"HEAD, max-age=60, '', MISS: Origin; hit; Freshet; fwd=uri-miss",
			"POST, max-age=60, '', BYPASS: Origin; hit; Freshet; fwd=method",
			"PUT, max-age=60, '', BYPASS: Origin; hit; Freshet; fwd=method" })
	void addsItselfToWhatGoesStraightToTheClient(String method, String cacheControl, String field, String expected)
			throws IOException {
		String target = path("standard") + "/" + method + cacheControl.length() + field.length();
		answer(target,
				(ok) -> ok.header("Cache-Control", cacheControl)
					.header("Cache-Status", "Origin; hit")
					.header("X-Cache", "HIT of another"));

		Answer answer = field.isEmpty() ? client().exchange(method, target) : client().exchange(method, target, field);

		assertThat(status(answer)).isEqualTo(expected.replace("hit; Freshet", "hit, Freshet"));
	}

	@Test
	void keepsItselfOutOfWhatIsStoredOfAHead() throws IOException {
		String target = path("standard");
		answer(target, (ok) -> ok.header("Cache-Control", "max-age=10").eTag("v1"));
		get(target);
		clock().advance(Duration.ofSeconds(20));

		head(target);

		assertThat(status(get(target))).isEqualTo("HIT: Freshet; hit; ttl=10");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET ", "GET Cache-Control: no-store", "GET Range: bytes=0-1", "HEAD ", "POST ", "PUT " })
	void sendsNoLabelsWhateverBecomesOfTheAnswer(String request) throws IOException {
		String target = path("standard") + "/" + Integer.toHexString(request.hashCode());
		String field = request.substring(request.indexOf(' ') + 1);
		String method = request.substring(0, request.indexOf(' '));
		answer(target, (ok) -> ok.header("Cache-Control", "no-store").header("Surrogate-Key", "label"));

		Answer answer = field.isEmpty() ? client().exchange(method, target) : client().exchange(method, target, field);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.cache()).isNotEmpty();
		assertThat(answer.header("Surrogate-Key")).isEmpty();
	}

	@Test
	void sendsNoLabelsWithWhatFlushesByItself() throws IOException {
		things().on(path(),
				(request) -> ServerResponse.ok()
					.contentType(MediaType.TEXT_EVENT_STREAM)
					.header("Surrogate-Key", "label")
					.body(Flux.just("event"), String.class));

		Answer answer = get(path());

		assertThat(answer.text()).contains("event");
		assertThat(answer.header("Surrogate-Key")).isEmpty();
	}

	@Test
	void logsOnceWhatItTellsTheClient() throws IOException {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(ResponseCache.class);
		log.start();
		logger.addAppender(log);
		String target = path("standard") + "?a=b";
		things().on(path("standard"), this::validated);
		try {
			logsWhatItTells(log, "GET", target, "fwd=uri-miss; stored");
			logsWhatItTells(log, "GET", target, "hit; ttl=60");
			logsWhatItTells(log, "GET", target, "fwd=request; fwd-status=304; ttl=60; stored",
					"Cache-Control: no-cache");
			logsWhatItTells(log, "GET", target, "fwd=bypass; detail=no-store", "Cache-Control: no-store");
			clock().advance(Duration.ofSeconds(70));
			logsWhatItTells(log, "GET", target, "detail=only-if-cached", "Cache-Control: only-if-cached");
			things().on(path("standard"), (request) -> ServerResponse.status(503).build());
			logsWhatItTells(log, "GET", target, "fwd=stale; fwd-status=503; ttl=-10; detail=stale-if-error");
			logsWhatItTells(log, "GET", target, "fwd=stale; fwd-status=503; ttl=-10; detail=stale-if-error",
					"Range: bytes=0-1");
			logsWhatItTells(log, "PUT", target, "fwd=method", "Content-Length: 0");
		}
		finally {
			logger.detachAppender(log);
		}
	}

	private void logsWhatItTells(ListAppender<ILoggingEvent> log, String method, String target, String status,
			String... headers) throws IOException {
		Answer answer = client().exchange(method, target, headers);

		assertThat(answer.header("Cache-Status")).isEqualTo("Freshet; " + status);
		assertThat(log.list).singleElement()
			.extracting(ILoggingEvent::getFormattedMessage)
			.asString()
			.startsWith(method + " http://localhost" + target + ": " + answer.cache() + " (")
			.endsWith("), " + answer.header("Cache-Status"));
		log.list.clear();
	}

}
