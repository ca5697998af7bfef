package io.freshet.caching.web;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** What clients may ask of a cache. */
abstract class ClientContract extends Scene {

	@Test
	void getsAnAnswerAnewIfItAsksForOne() throws IOException {
		things().on(path(), this::count);
		get(path());

		Answer reloaded = get(path(), "Cache-Control: no-cache");

		assertThat(reloaded.header("Cache-Status")).isEqualTo("Freshet; fwd=request; stored");
		assertThat(reloaded.text()).isEqualTo("call 2");
		assertThat(get(path()).text()).as("what is fresh replaces what was there").isEqualTo("call 2");
	}

	@Test
	void isToldThatAPartOfTheAnswerCouldNotBeJudged() throws IOException {
		things().on(path(), this::answerOfStaleParts);

		Answer answer = get(path());

		assertThat(answer.cache()).isEqualTo("STALE");
		assertThat(answer.header("Cache-Status")).isEqualTo("Freshet; fwd=uri-miss; detail=stale-parts");
	}

	@Test
	void isToldSoTooIfItWantsTheCacheToBePassedBy() throws IOException {
		things().on(path(), this::answerOfStaleParts);

		Answer answer = get(path(), "Cache-Control: no-store");

		assertThat(answer.cache()).isEqualTo("STALE");
		assertThat(answer.header("Cache-Status")).isEqualTo("Freshet; fwd=bypass; detail=stale-parts");
	}

	private Mono<ServerResponse> answerOfStaleParts(ServerRequest request) {
		return Mono.deferContextual((context) -> {
			CacheDependencies.recordStale(context);
			return ServerResponse.ok().bodyValue("last known");
		});
	}

	@Test
	void getsNoAnswerOlderThanItTakes() throws IOException {
		things().on(path(), this::count);
		get(path());
		clock().advance(Duration.ofSeconds(10));

		assertThat(get(path(), "Cache-Control: max-age=10").cache()).isEqualTo("HIT");
		assertThat(get(path(), "Cache-Control: max-age=9").cache()).isEqualTo("MISS");
	}

	@Test
	void getsWhatIsStoredOrNothingIfItAsksForThat() throws IOException {
		things().on(path(), this::count);

		Answer nothing = get(path(), "Cache-Control: only-if-cached");
		get(path());
		Answer stored = get(path(), "Cache-Control: only-if-cached");

		assertThat(nothing.status()).isEqualTo(504);
		assertThat(nothing.cache()).isEqualTo("MISS");
		assertThat(stored.status()).isEqualTo(200);
		assertThat(stored.text()).isEqualTo("call 1");
	}

	@Test
	void mayAskAgainBeforeItHasTheAnswer() throws IOException {
		answer((ok) -> ok.eTag("v1"));
		WireClient client = client();
		get(path());

		client.send(WireClient.request("GET", path()) + WireClient.request("GET", path(), "If-None-Match: \"v1\"")
				+ WireClient.request("HEAD", path()) + WireClient.request("GET", path(), "Cache-Control: no-cache")
				+ WireClient.request("HEAD", path(), "If-None-Match: \"v1\"") + WireClient.request("GET", path()));

		assertThat(client.read("GET").text()).isEqualTo("call 1");
		assertThat(client.read("GET").status()).isEqualTo(304);
		assertThat(client.read("HEAD").header("Content-Length")).isEqualTo("6");
		assertThat(client.read("GET").cache()).as("the handler says that the stored one still holds")
			.isEqualTo("REVALIDATED");
		assertThat(client.read("HEAD").status()).isEqualTo(304);
		assertThat(client.read("GET").text()).isEqualTo("call 1");
	}

	@Test
	void mayGoOnWithItsConnectionWhenItAskedForAHitBeforeItHadTheMiss() throws IOException {
		things().on(path(), (request) -> count(request).subscribeOn(Schedulers.boundedElastic()));
		String other = path() + "/other";
		things().on(other, this::count);
		get(other);

		client().send(WireClient.request("GET", path()) + WireClient.request("GET", other));
		Answer miss = client().read("GET");
		Answer hit = client().read("GET");

		assertThat(miss.cache()).isEqualTo("MISS");
		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(get(other).cache()).isEqualTo("HIT");
	}

	@Test
	void getsAnotherRepresentationIfItAccepts() throws IOException {
		things().on(path(), this::count);
		Answer anything = get(path(), "Accept: */*");

		assertSame(get(path()), anything);
		assertThat(get(path(), "Accept: text/plain").cache()).isEqualTo("MISS");
	}

}
