package io.freshet.caching.web;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Tokens of writes, and what they do to later reads. */
abstract class TokenContract extends Scene {

	@Autowired
	private InvalidationLedger ledger;

	@Test
	void isAnsweredByARequestThatInvalidatesSomething() throws IOException {
		things().on(path(), (request) -> invalidator().invalidate(CacheTag.of("token", 1))
			.then(Mono.defer(() -> ServerResponse.noContent().build())));

		String token = client().exchange("DELETE", path()).header("X-Freshet-Token");

		assertThat(token).matches("[0-9a-z.]+");
		assertThat(this.ledger.sees(FreshnessToken.parse(token)).block(PATIENCE)).isTrue();
	}

	@Test
	void standsForWhatTheAnswerInvalidatesToo() throws IOException {
		things().on(path(), (request) -> ServerResponse.noContent().build());

		String token = client().exchange("DELETE", path()).header("X-Freshet-Token");

		assertThat(token).as("the target of an unsafe method").matches("[0-9a-z.]+");
	}

	@Test
	void standsForAllThatARequestInvalidates() throws IOException {
		things().on(path(), (request) -> invalidator().invalidate(CacheTag.of("token", 3))
			.then(Mono.defer(() -> ServerResponse.noContent().build())));

		String token = client().exchange("DELETE", path()).header("X-Freshet-Token");

		assertThat(FreshnessToken.parse(token).positions()).as("the tag and the target").hasSize(2);
	}

	@Test
	void isNotAnsweredByARequestThatInvalidatesNothing() throws IOException {
		things().on(path(), (request) -> ServerResponse.notFound().build());

		Answer answer = client().exchange("DELETE", path());

		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.header("X-Freshet-Token")).isEmpty();
	}

	@Test
	void thatIsSeenLetsTheAnswerComeFromTheCache() throws IOException {
		AtomicReference<String> value = new AtomicReference<>("old");
		things().on(path(),
				(request) -> request.method().name().equals("DELETE")
						? Mono.fromRunnable(() -> value.set("new"))
							.then(invalidator().invalidate(CacheTag.of("token", 2)))
							.then(Mono.defer(() -> ServerResponse.noContent().build()))
						: CacheDependencies.on(CacheTag.of("token", 2))
							.then(Mono.defer(() -> ServerResponse.ok().bodyValue(value.get()))));
		get(path());
		String token = client().exchange("DELETE", path()).header("X-Freshet-Token");

		Answer first = get(path(), "X-Freshet-Token: " + token);
		Answer second = get(path(), "X-Freshet-Token: " + token);

		assertThat(first.text()).isEqualTo("new");
		assertThat(second.text()).isEqualTo("new");
		assertThat(second.cache()).isEqualTo("HIT");
	}

	@Test
	void thatIsNotSeenInTimeMakesAllCachesBePassedBy() throws IOException {
		ReactiveCache<String> names = caches().cache("token-names", String.class);
		things().on(path(),
				(request) -> Mono.fromSupplier(() -> "name " + nextCall())
					.transformDeferred(names.caching(CacheKey.of(path())))
					.flatMap((name) -> ServerResponse.ok().bodyValue(name)));
		get(path());
		assertThat(get(path()).text()).isEqualTo("name 1");
		String ofAnotherHistory = new FreshnessToken("other", List.of(1L)).text();

		Answer unseen = get(path(), "X-Freshet-Token: " + ofAnotherHistory);

		assertThat(unseen.text()).isEqualTo("name 2");
		assertThat(unseen.cache()).isEqualTo("BYPASS");
		assertThat(unseen.header("Cache-Status")).isEqualTo("Freshet; fwd=bypass; detail=unseen-write");
		assertThat(get(path()).text()).as("nothing of it is kept").isEqualTo("name 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "a.1, b.2", "A.1" })
	void thatNobodyGaveOutIsRefused(String token) throws IOException {
		things().on(path(), this::count);

		Answer answer = get(path(), "X-Freshet-Token: " + token);

		assertThat(answer.status()).isEqualTo(400);
	}

}
