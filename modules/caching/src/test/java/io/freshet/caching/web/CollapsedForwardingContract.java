package io.freshet.caching.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheTag;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests for one key that come while one is on its way to the handler. */
abstract class CollapsedForwardingContract extends Scene {

	private static final int CROWD = 120;

	/** Holds the handler until the test lets it go on. */
	private final Sinks.Empty<Void> gate = Sinks.empty();

	private final Sinks.Many<DataBuffer> rest = Sinks.many().unicast().onBackpressureBuffer();

	@Test
	void getOneAnswerThatIsOnItsWayToAllBeforeTheHandlerIsDone() throws IOException {
		answerInPieces(path(), "");
		List<WireClient> crowd = crowd(CROWD, path());
		int collapsed = 0;
		for (WireClient one : crowd) {
			Answer head = one.head();
			assertThat(head.cache()).isEqualTo("MISS");
			collapsed += head.header("Cache-Status").endsWith("; stored; collapsed") ? 1 : 0;
			assertThat(one.chunk()).asString().isEqualTo("begun");
		}

		send(" and done");

		for (WireClient one : crowd) {
			assertThat(one.rest()).isEqualTo(" and done");
		}
		assertThat(collapsed).isEqualTo(CROWD - 1);
		assertThat(calls()).isEqualTo(1);
		assertThat(get(path()).cache()).isEqualTo("HIT");
	}

	/** Some are looked up before the answer is there and go on when it is. */
	@Test
	void getOneAnswerHoweverTheyComeWhileItComes() throws IOException {
		things().on(path(), (request) -> ServerResponse.ok().build());
		List<WireClient> crowd = crowd(12, path());
		for (WireClient one : crowd) {
			one.read("GET");
		}
		for (int round = 0; round < 200; round++) {
			String target = path() + "/" + round;
			things().on(target, this::count);
			int before = calls();

			for (WireClient one : crowd) {
				one.send(WireClient.request("GET", target));
			}

			for (WireClient one : crowd) {
				Answer answer = one.read("GET");
				assertThat(answer.text()).as("%s", answer).isEqualTo("call " + (before + 1));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "standard" })
	void goTheirOwnWaysAtOnceIfTheAnswerIsForOneAlone(String route) throws IOException {
		String target = route.isEmpty() ? path() : path(route);
		Sinks.Empty<Void> end = Sinks.empty();
		things().on(target, (request) -> {
			int call = nextCall();
			Mono<Void> held = (call == 1) ? this.gate.asMono() : end.asMono();
			return held.then(ServerResponse.ok().header("Cache-Control", "no-store").bodyValue("call " + call));
		});
		WireClient first = asking("GET", target);
		awaitCalls(1);
		long waited = waited();
		List<WireClient> crowd = crowd(40, target);
		awaitWaiting(waited + 40);

		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);
		awaitCalls(41);
		end.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertThat(first.read("GET").text()).isEqualTo("call 1");
		for (WireClient one : crowd) {
			assertThat(one.read("GET").text()).startsWith("call ").isNotEqualTo("call 1");
		}
	}

	@Test
	void getAllOfItIfTheClientThatBeganLeaves() throws IOException {
		answerInPieces(path(), "");
		WireClient first = begun();
		WireClient second = begun();

		first.close();
		send(" and done");

		assertThat(second.rest()).isEqualTo(" and done");
		assertThat(get(path()).text()).isEqualTo("begun and done");
		assertThat(calls()).isEqualTo(1);
	}

	@Test
	void getItEvenIfTheClientThatBeganLeavesBeforeTheHandlerSaysAnything() throws IOException {
		things().on(path(), (request) -> Mono.defer(() -> count(request)).delayUntil((made) -> this.gate.asMono()));
		WireClient first = asking("GET", path());
		awaitCalls(1);
		long waited = waited();
		WireClient second = asking("GET", path());
		awaitWaiting(waited + 1);

		first.close();
		get("/things/nothing");
		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertThat(second.read("GET").text()).isEqualTo("call 1");
		assertThat(calls()).isEqualTo(1);
	}

	@Test
	void doNotNoticeThatOneOfThemLeaves() throws IOException {
		answerInPieces(path(), "");
		WireClient first = begun();
		WireClient second = begun();
		WireClient third = begun();

		second.close();
		send(" and done");

		assertThat(first.rest()).isEqualTo(" and done");
		assertThat(third.rest()).isEqualTo(" and done");
		assertThat(get(path()).text()).isEqualTo("begun and done");
	}

	@Test
	void askForThemselvesIfTheHandlerFails() throws IOException {
		things().on(path(), (request) -> {
			int call = nextCall();
			return (call == 1) ? this.gate.asMono().then(Mono.error(new IllegalStateException("lost")))
					: ServerResponse.ok().bodyValue("call " + call);
		});
		WireClient first = asking("GET", path());
		awaitCalls(1);
		long waited = waited();
		List<WireClient> crowd = crowd(10, path());
		awaitWaiting(waited + 10);

		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertThat(first.read("GET").status()).isEqualTo(500);
		for (WireClient one : crowd) {
			assertThat(one.read("GET").status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "short", "long", "error", "error in chunks" })
	void seeTheConnectionEndIfTheBodyIsNotWhole(String how) throws IOException {
		boolean chunked = how.endsWith("chunks");
		String target = path() + "/" + how.replace(' ', '-');
		answerInPieces(target, chunked ? "" : "10");
		WireClient first = asking("GET", target);
		assertThat(first.head().status()).isEqualTo(200);
		assertThat(begunBody(first, chunked)).isEqualTo("begun");
		WireClient second = asking("GET", target);
		assertThat(second.head().header("Cache-Status")).endsWith("collapsed");
		assertThat(begunBody(second, chunked)).isEqualTo("begun");

		switch (how) {
			case "short" -> send("1234");
			case "long" -> send("1234567");
			default -> this.rest.emitError(new IllegalStateException("lost"), EmitFailureHandler.FAIL_FAST);
		}

		assertThat(first.untilItEnds()).isEqualTo(how.equals("short") ? "1234" : "");
		assertThat(second.untilItEnds()).isEqualTo(how.equals("short") ? "1234" : "");
		things().on(target, this::count);
		assertThat(get(target).cache()).isEqualTo("MISS");
	}

	@ParameterizedTest
	@CsvSource({ "shorter, false", "much longer, false", "shorter, true" })
	void getAnErrorIfABodyInOnePieceIsNotAsLongAsItIsSaidToBe(String body, boolean swallowed) throws IOException {
		String target = path() + "/" + body.length() + "/" + swallowed;
		things().on(target, (request) -> ServerResponse.ok().contentLength(10).body((message, context) -> {
			nextCall();
			Mono<Void> written = message.writeWith(Mono.fromSupplier(() -> NoLeaks.buffer(body)));
			return swallowed ? written.onErrorComplete() : written;
		}));

		assertThat(get(target).status()).isEqualTo(500);
		assertThat(get(target).status()).isEqualTo(500);
		assertThat(calls()).isEqualTo(2);
	}

	private static String begunBody(WireClient client, boolean chunked) throws IOException {
		return chunked ? new String(client.chunk(), StandardCharsets.UTF_8) : client.bytes(5);
	}

	@Test
	void thatCameAfterAnInvalidationDoNotGetWhatBeganBeforeIt() throws IOException {
		CacheTag tag = CacheTag.of("collapsed", path());
		things().on(path(), (request) -> {
			int call = nextCall();
			return CacheDependencies.on(tag)
				.then((call == 1) ? this.gate.asMono() : Mono.empty())
				.then(ServerResponse.ok().bodyValue("call " + call));
		});
		WireClient before = asking("GET", path());
		awaitCalls(1);
		invalidator().invalidate(tag).block(PATIENCE);
		awaitSeen(tag);
		long waited = waited();
		List<WireClient> after = crowd(10, path());
		awaitWaiting(waited + 10);

		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertThat(before.read("GET").text()).isEqualTo("call 1");
		for (WireClient one : after) {
			assertThat(one.read("GET").text()).isEqualTo("call 2");
		}
		assertThat(get(path()).text()).isEqualTo("call 2");
		assertThat(calls()).isEqualTo(2);
	}

	/** What is loaded from then on carries a stamp that has seen all changes of a tag. */
	private void awaitSeen(CacheTag tag) {
		String probe = path() + "/probe";
		things().on(probe, (request) -> CacheDependencies.on(tag).then(ServerResponse.ok().bodyValue("probe")));
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(probe).cache()).isEqualTo("HIT"));
	}

	@Test
	void thatCameAfterAnInvalidationDoNotWaitForTheEndOfWhatNobodyKeeps() throws IOException {
		things().on(path(), (request) -> {
			int call = nextCall();
			return (call > 1) ? ServerResponse.ok().bodyValue("call " + call)
					: this.gate.asMono()
						.then(ServerResponse.ok()
							.header("Cache-Control", "no-store")
							.body(BodyInserters.fromDataBuffers(chunks("begun").concatWith(Flux.never()))));
		});
		asking("GET", path());
		awaitCalls(1);
		invalidator().invalidate(CacheTag.of("unrelated", 1)).block(PATIENCE);
		long waited = waited();
		WireClient after = asking("GET", path());
		awaitWaiting(waited + 1);

		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertThat(after.read("GET").text()).isEqualTo("call 2");
	}

	@Test
	void forAnotherVariantGoAlone() throws IOException {
		things().on(path(),
				(request) -> Mono
					.fromSupplier(() -> request.headers().firstHeader("Accept-Language") + " " + nextCall())
					.delayUntil((made) -> this.gate.asMono())
					.flatMap((text) -> ServerResponse.ok().header("Vary", "Accept-Language").bodyValue(text)));
		WireClient german = asking("GET", path(), "Accept-Language: de");
		awaitCalls(1);
		long waited = waited();
		WireClient french = asking("GET", path(), "Accept-Language: fr");
		WireClient alsoGerman = asking("GET", path(), "Accept-Language: de");
		awaitWaiting(waited + 2);

		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertThat(german.read("GET").text()).isEqualTo("de 1");
		assertThat(alsoGerman.read("GET").text()).isEqualTo("de 1");
		assertThat(french.read("GET").text()).isEqualTo("fr 2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Cache-Control: no-cache", "Cache-Control: max-age=0", "Pragma: no-cache" })
	void thatWantANewAnswerDoNotWait(String wish) throws IOException {
		String target = path() + "/" + wish.hashCode();
		things().on(target, (request) -> {
			int call = nextCall();
			return ((call == 1) ? this.gate.asMono() : Mono.<Void>empty())
				.then(ServerResponse.ok().bodyValue("call " + call));
		});
		WireClient first = asking("GET", target);
		awaitCalls(1);

		Answer reload = get(target, wish);
		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertThat(reload.text()).isEqualTo("call 2");
		assertThat(first.read("GET").text()).isEqualTo("call 1");
	}

	@Test
	void forAPartOrTheHeadGetThemOfTheWhole() throws IOException {
		answerInPieces(path(), "");
		WireClient first = begun();
		long waited = waited();
		WireClient head = asking("HEAD", path());
		WireClient part = asking("GET", path(), "Range: bytes=3-6");
		awaitWaiting(waited + 2);

		send(" and done");

		assertThat(first.rest()).isEqualTo(" and done");
		assertThat(head.read("HEAD").header("Cache-Status")).endsWith("collapsed");
		Answer answer = part.read("GET");
		assertThat(answer.status()).isEqualTo(206);
		assertThat(answer.header("Content-Range")).isEqualTo("bytes 3-6/14");
		assertThat(answer.text()).isEqualTo("un a");
		assertThat(calls()).isEqualTo(1);
	}

	/** Nobody keeps it, so there is nothing to compare with what they have. */
	@ParameterizedTest
	@ValueSource(strings = { "If-None-Match: \"v1\"", "Range: bytes=0-3" })
	void forWhatIsNotTheWholeOfItDoNotWaitForTheEndOfWhatIsTooLongToKeep(String field) throws IOException {
		String target = path() + "/" + field.length();
		things().on(target, (request) -> {
			int call = nextCall();
			return ServerResponse.ok()
				.body(BodyInserters.fromDataBuffers((call == 1) ? chunks("begun").concatWith(this.rest.asFlux())
						: chunks("call ", String.valueOf(call))));
		});
		WireClient first = begun(target);
		long waited = waited();
		WireClient other = asking("GET", target, field);
		awaitWaiting(waited + 1);

		emit("x".repeat(2000));

		assertThat(other.read("GET").text()).isEqualTo("call 2");
		this.rest.emitComplete(EmitFailureHandler.FAIL_FAST);
		assertThat(first.rest()).hasSize(2000);
	}

	/** Answers with a piece at once and the rest when the test says so. */
	private void answerInPieces(String target, String length) {
		things().on(target, (request) -> {
			nextCall();
			ServerResponse.BodyBuilder ok = ServerResponse.ok();
			return (length.isEmpty() ? ok : ok.contentLength(Long.parseLong(length)))
				.body(BodyInserters.fromDataBuffers(chunks("begun").concatWith(this.rest.asFlux())));
		});
	}

	private WireClient begun() throws IOException {
		return begun(path());
	}

	private WireClient begun(String target) throws IOException {
		WireClient client = asking("GET", target);
		assertThat(client.head().status()).isEqualTo(200);
		assertThat(client.chunk()).asString().isEqualTo("begun");
		return client;
	}

	private void emit(String text) {
		this.rest.emitNext(NoLeaks.buffer(text), EmitFailureHandler.FAIL_FAST);
	}

	private void send(String text) {
		emit(text);
		this.rest.emitComplete(EmitFailureHandler.FAIL_FAST);
	}

}
