package io.freshet.caching.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;

import org.springframework.core.ParameterizedTypeReference;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCache;

import static org.assertj.core.api.Assertions.assertThat;

class HitSamplesTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	/** As long as a ledger without a bound is waited for. */
	private static final Duration A_WHILE = Duration.ofSeconds(1);

	private static final CachePolicy SAMPLED = CachePolicy.ttl(Duration.ofMinutes(10)).stalenessSampling(1).build();

	private final LoadFixture fixture = new LoadFixture();

	private final ReactiveCache<String> cache = this.fixture.texts().with((policy) -> SAMPLED);

	private final List<String> answers = new ArrayList<>();

	@Test
	void sayThatAValueIsRight() {
		read(Mono.just("a"));

		read(Mono.just("a"));

		assertThat(sampled()).containsExactly("sampled same");
	}

	@Test
	void findAValueStaleWhoseDataChangedWithoutAnInvalidation() {
		read(Mono.just("old"));

		read(Mono.just("changed past the ledger"));
		assertThat(sampled()).as("word of the change may be on its way").isEmpty();
		this.fixture.pass(A_WHILE);

		assertThat(sampled()).containsExactly("sampled stale");
		assertThat(this.answers).as("the hit is served as ever").containsExactly("old", "old");
	}

	@Test
	void doNotBlameAValueThatIsInvalidatedMeanwhile() {
		read(Mono.just("old"));
		read(Mono.just("changed, and the word of it is late"));

		this.fixture.invalidate(TAG);
		this.fixture.pass(A_WHILE);

		assertThat(sampled()).containsExactly("sampled overtaken");
	}

	@Test
	void areNotTakenUnlessAskedFor() {
		ReactiveCache<String> normal = this.cache.with((policy) -> policy.toBuilder().stalenessSampling(0).build());
		read(normal, Mono.just("old"));

		read(normal, Mono.error(new AssertionError("asked")));

		assertThat(sampled()).isEmpty();
	}

	@Test
	void areAShareOfTheHits() {
		ReactiveCache<String> some = this.cache.with((policy) -> policy.toBuilder().stalenessSampling(0.25).build());
		read(some, Mono.just("a"));

		IntStream.range(0, 100).forEach((number) -> {
			this.fixture.random.set(number / 100.0);
			read(some, Mono.just("a"));
		});

		assertThat(sampled()).hasSize(25);
	}

	@Test
	void areNoLoadsNoHitsAndNoMisses() {
		read(Mono.just("a"));

		read(Mono.just("b"));
		this.fixture.pass(A_WHILE);

		assertThat(this.fixture.loads()).isEqualTo(1);
		assertThat(this.fixture.events.hits()).isEqualTo(1);
		assertThat(this.fixture.events.misses()).isEqualTo(1);
		assertThat(this.fixture.events.count("put near")).as("what was loaded to compare is not kept").isEqualTo(1);
	}

	@Test
	void sayThatTheOriginFailed() {
		read(Mono.just("a"));

		read(Mono.error(new IllegalStateException("no")));

		assertThat(sampled()).containsExactly("sampled failed");
	}

	@Test
	void giveUpAnOriginThatDoesNotAnswer() {
		read(Mono.just("a"));

		read(Mono.never());
		this.fixture.pass(Duration.ofSeconds(30));

		assertThat(sampled()).containsExactly("sampled failed");
		assertThat(this.fixture.background.running()).isZero();
	}

	@Test
	void noticeThatAValueIsGone() {
		read(Mono.just("a"));

		read(Mono.empty());
		this.fixture.pass(A_WHILE);

		assertThat(sampled()).containsExactly("sampled stale");
	}

	@Test
	void carryNothingOfTheCaller() {
		read(Mono.just("a"));
		List<String> seen = new ArrayList<>();

		Mono.deferContextual((context) -> {
			seen.add(context.getOrDefault("principal", "nobody"));
			return Mono.just("a");
		})
			.transformDeferred(this.cache.caching(KEY, TAG))
			.contextWrite(Context.of("principal", "alice"))
			.block(LoadFixture.TIMEOUT);

		assertThat(seen).containsExactly("nobody");
	}

	@Test
	void goPastTheCachesThatTheOriginReads() {
		ReactiveCache<String> inner = this.fixture.caches.cache("inner", String.class);
		List<String> data = new ArrayList<>(List.of("old"));
		Mono<String> origin = Mono.fromSupplier(() -> data.get(0)).transformDeferred(inner.caching(KEY, TAG));
		read(origin);
		data.set(0, "changed past the ledger");

		read(origin);
		this.fixture.pass(A_WHILE);

		assertThat(sampled()).containsExactly("sampled stale");
	}

	@Test
	void areFewAtOnce() {
		TestPublisher<String> origin = TestPublisher.create();
		read(Mono.just("a"));

		IntStream.range(0, 20).forEach((number) -> read(origin.mono()));
		int atOnce = this.fixture.background.running();
		origin.emit("a");

		assertThat(atOnce).isEqualTo(8);
		assertThat(sampled()).hasSize(8).containsOnly("sampled same");
		assertThat(this.answers).hasSize(21);
	}

	@Test
	void compareWhatTheOrderOfASetDoesNotChange() {
		ReactiveCache<Set<String>> sets = this.fixture.caches
			.cache("sets", new ParameterizedTypeReference<Set<String>>() {
			})
			.with((policy) -> SAMPLED);

		Mono.<Set<String>>just(new LinkedHashSet<>(List.of("a", "b")))
			.transformDeferred(sets.caching(KEY, TAG))
			.block(LoadFixture.TIMEOUT);
		Mono.<Set<String>>just(new LinkedHashSet<>(List.of("b", "a")))
			.transformDeferred(sets.caching(KEY, TAG))
			.block(LoadFixture.TIMEOUT);

		assertThat(sampled()).containsExactly("sampled same");
	}

	@Test
	void compareListsAsAWhole() {
		readAll(Flux.just("a", "b"));

		readAll(Flux.just("a", "b"));
		readAll(Flux.just("a"));
		this.fixture.pass(A_WHILE);

		assertThat(sampled()).containsExactly("sampled same", "sampled stale");
	}

	private List<String> sampled() {
		return this.fixture.events.lines().stream().filter((line) -> line.startsWith("sampled")).toList();
	}

	private void read(Mono<String> origin) {
		read(this.cache, origin);
	}

	private void read(ReactiveCache<String> from, Mono<String> origin) {
		origin.transformDeferred(from.caching(KEY, TAG)).subscribe(this.answers::add);
	}

	private void readAll(Flux<String> origin) {
		origin.transformDeferred(this.cache.caching(KEY, TAG)).collectList().block(LoadFixture.TIMEOUT);
	}

}
