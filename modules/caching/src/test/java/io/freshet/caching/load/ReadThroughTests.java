package io.freshet.caching.load;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

import static io.freshet.caching.load.LoadFixture.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

class ReadThroughTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private final LoadFixture fixture = new LoadFixture();

	private final ReactiveCache<String> cache = this.fixture.texts();

	private final AtomicInteger asked = new AtomicInteger();

	private final Mono<String> origin = Mono.fromCallable(() -> "value " + this.asked.incrementAndGet());

	@Test
	void asksTheOriginOnceAndThenAnswersFromTheCache() {
		assertThat(read()).isEqualTo("value 1");
		assertThat(read()).isEqualTo("value 1");

		assertThat(this.asked).hasValue(1);
		assertThat(this.fixture.events.lines()).containsExactly("lookup near MISS", "load", "put near",
				"lookup near HIT");
	}

	@Test
	void doesNothingBeforeSubscription() {
		this.origin.transformDeferred(this.cache.caching(KEY, TAG));

		assertThat(this.asked).hasValue(0);
		assertThat(this.fixture.events.lines()).isEmpty();
	}

	@Test
	void asksTheOriginAgainAfterAnInvalidation() {
		read();

		this.fixture.invalidate(TAG);

		assertThat(read()).isEqualTo("value 2");
		assertThat(read()).isEqualTo("value 2");
	}

	@Test
	void asksTheOriginAgainWhenTheTimeHasPassed() {
		read();

		this.fixture.clock.move(Duration.ofMinutes(5));

		assertThat(read()).isEqualTo("value 2");
	}

	@Test
	void fillsWithAnotherLifetime() {
		Mono<String> shortLived = this.origin
			.transformDeferred(this.cache.with((policy) -> policy.withTtl(Duration.ofSeconds(1))).caching(KEY, TAG));
		assertThat(LoadFixture.get(shortLived)).isEqualTo("value 1");
		assertThat(read()).as("same entries").isEqualTo("value 1");

		this.fixture.clock.move(Duration.ofSeconds(1));

		assertThat(read()).isEqualTo("value 2");
	}

	@Test
	void passesAnErrorOnAndDoesNotKeepIt() {
		Mono<String> failing = Mono.error(new IllegalStateException("no"));

		StepVerifier.create(failing.transformDeferred(this.cache.caching(KEY, TAG)))
			.expectErrorMessage("no")
			.verify(TIMEOUT);

		assertThat(read()).isEqualTo("value 1");
		assertThat(this.fixture.events.count("load failed")).isOne();
	}

	@Test
	void tagsAnEntryByItsValue() {
		Mono<String> tagged = this.origin
			.transformDeferred(this.cache.caching(KEY, (value) -> Set.of(CacheTag.of("is", value.replace(' ', '-')))));
		LoadFixture.get(tagged);

		this.fixture.invalidate(CacheTag.of("is", "value-2"));
		assertThat(read()).isEqualTo("value 1");
		this.fixture.invalidate(CacheTag.of("is", "value-1"));
		assertThat(read()).isEqualTo("value 2");
	}

	@Test
	void loadsAnewWhatDoesNotDecode() {
		read();
		EntryKey key = LoadFixture.get(this.fixture.near.keys(KeyPattern.ALL).next());
		keep(key, EntryKind.ONE, new byte[] { (byte) 0xff });

		assertThat(read()).isEqualTo("value 2");
		assertThat(read()).isEqualTo("value 2");
	}

	@Test
	void answersWhatItCannotEncodeAndDoesNotKeepIt() {
		ReactiveCache<Unspeakable> unspeakables = this.fixture.caches.cache("unspeakables", Unspeakable.class);
		Mono<Unspeakable> read = Mono.fromSupplier(Unspeakable::new)
			.doOnNext((made) -> this.asked.incrementAndGet())
			.transformDeferred(unspeakables.caching(KEY, TAG));

		StepVerifier.create(read).expectNextCount(1).expectComplete().verify(TIMEOUT);
		StepVerifier.create(read).expectNextCount(1).expectComplete().verify(TIMEOUT);

		assertThat(this.asked).hasValue(2);
		assertThat(this.fixture.events.count("refused unwritable")).isEqualTo(2);
	}

	@Test
	void answersWhatItCannotTagAndDoesNotKeepIt() {
		CacheTagger<String> broken = (value) -> {
			throw new IllegalStateException("no tags");
		};

		assertThat(LoadFixture.get(this.origin.transformDeferred(this.cache.caching(KEY, broken))))
			.isEqualTo("value 1");
		assertThat(read()).isEqualTo("value 2");
	}

	@Test
	void answersWhenNoMoreLoadsAreTakenOn() {
		LoadFixture full = new LoadFixture(0, (store) -> store);

		Mono<String> read = this.origin.transformDeferred(full.texts().caching(KEY, TAG));

		assertThat(LoadFixture.get(read)).isEqualTo("value 1");
		assertThat(LoadFixture.get(read)).as("kept").isEqualTo("value 1");
	}

	@Test
	void getsPutsAndInvalidates() {
		StepVerifier.create(this.cache.get(KEY)).expectComplete().verify(TIMEOUT);

		StepVerifier.create(this.cache.put(KEY, "mine", TAG, TAG)).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.cache.get(KEY)).expectNext("mine").expectComplete().verify(TIMEOUT);

		StepVerifier.create(this.cache.invalidate(KEY)).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.cache.get(KEY)).expectComplete().verify(TIMEOUT);

		StepVerifier.create(this.cache.put(KEY, "mine", TAG)).expectComplete().verify(TIMEOUT);
		this.fixture.invalidate(TAG);
		StepVerifier.create(this.cache.get(KEY)).expectComplete().verify(TIMEOUT);
	}

	@Test
	void invalidatesTheNamedKeysOnly() {
		StepVerifier.create(Flux.range(1, 3).concatMap((key) -> this.cache.put(CacheKey.of(key), "v" + key)))
			.expectComplete()
			.verify(TIMEOUT);

		StepVerifier.create(this.cache.invalidate(List.of(CacheKey.of(1), CacheKey.of(2))))
			.expectComplete()
			.verify(TIMEOUT);
		StepVerifier.create(this.cache.invalidate(List.of())).expectComplete().verify(TIMEOUT);

		StepVerifier.create(Flux.range(1, 3).concatMap((key) -> this.cache.get(CacheKey.of(key))))
			.expectNext("v3")
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Nested
	class WithoutAValue {

		private final AtomicInteger looked = new AtomicInteger();

		private final Mono<String> nothing = Mono.fromRunnable(this.looked::incrementAndGet);

		@Test
		void remembersForTheNegativeLifetime() {
			assertAbsent(CacheTagger.always(TAG));
			assertAbsent(CacheTagger.always(TAG));
			assertThat(this.looked).hasValue(1);

			ReadThroughTests.this.fixture.clock.move(Duration.ofSeconds(30));

			assertAbsent(CacheTagger.always(TAG));
			assertThat(this.looked).hasValue(2);
		}

		@Test
		void looksAgainWhenOneOfTheTagsWasInvalidated() {
			assertAbsent(CacheTagger.always(TAG));

			ReadThroughTests.this.fixture.invalidate(TAG);

			assertThat(read()).isEqualTo("value 1");
		}

		@Test
		void remembersNothingWithoutANegativeLifetime() {
			ReadThroughTests.this.fixture.policy.set(CachePolicy.ttl(Duration.ofMinutes(5)).build());
			ReactiveCache<String> forgetful = ReadThroughTests.this.fixture.caches.cache("forgetful", String.class);
			Mono<String> read = this.nothing.transformDeferred(forgetful.caching(KEY, TAG));

			StepVerifier.create(read).expectComplete().verify(TIMEOUT);
			StepVerifier.create(read).expectComplete().verify(TIMEOUT);

			assertThat(this.looked).hasValue(2);
		}

		@Test
		void remembersNothingIfOnlyAValueCouldBeTagged() {
			CacheTagger<String> byValue = (value) -> Set.of(TAG);

			assertAbsent(byValue);
			assertAbsent(byValue);

			assertThat(this.looked).hasValue(2);
		}

		@Test
		void remembersByTheTagsThatAreKnownBeforehand() {
			CacheTagger<String> both = CacheTagger.<String>always(TAG).and((value) -> Set.of(CacheTag.of("by", value)));
			assertAbsent(both);
			assertAbsent(both);
			assertThat(this.looked).hasValue(1);

			ReadThroughTests.this.fixture.invalidate(TAG);

			assertAbsent(both);
			assertThat(this.looked).hasValue(2);
		}

		@Test
		void getsNothing() {
			assertAbsent(CacheTagger.always(TAG));

			StepVerifier.create(ReadThroughTests.this.cache.get(KEY)).expectComplete().verify(TIMEOUT);
		}

		private void assertAbsent(CacheTagger<String> tagger) {
			StepVerifier.create(this.nothing.transformDeferred(ReadThroughTests.this.cache.caching(KEY, tagger)))
				.expectComplete()
				.verify(TIMEOUT);
		}

	}

	@Nested
	class Sequences {

		@Test
		void keepsAllElementsInOrder() {
			Flux<String> three = Flux.just("a", "b", "c").doOnSubscribe((s) -> ReadThroughTests.this.asked.set(1));

			assertElements(three, "a", "b", "c");
			assertElements(Flux.error(new IllegalStateException("not asked")), "a", "b", "c");
		}

		@Test
		void keepsASequenceWithoutElements() {
			assertElements(Flux.empty());
			assertElements(Flux.error(new IllegalStateException("not asked")));

			ReadThroughTests.this.fixture.invalidate(TAG);

			assertElements(Flux.just("x"), "x");
		}

		@Test
		void doesNotKeepASequenceWithoutElementsIfOnlyAnElementCouldBeTagged() {
			CacheTagger<String> byValue = (value) -> Set.of(CacheTag.of("by", value));
			Flux<String> empty = Flux.<String>empty()
				.doOnComplete(ReadThroughTests.this.asked::incrementAndGet)
				.transformDeferred(ReadThroughTests.this.cache.caching(KEY, byValue));

			StepVerifier.create(empty).expectComplete().verify(TIMEOUT);
			StepVerifier.create(empty).expectComplete().verify(TIMEOUT);

			assertThat(ReadThroughTests.this.asked).hasValue(2);
		}

		@Test
		void carriesTheTagsOfEveryElement() {
			CacheTagger<String> byValue = (value) -> Set.of(CacheTag.of("by", value));
			Flux<String> read = Flux.just("a", "b")
				.doOnComplete(ReadThroughTests.this.asked::incrementAndGet)
				.transformDeferred(ReadThroughTests.this.cache.caching(KEY, byValue));
			StepVerifier.create(read).expectNext("a", "b").expectComplete().verify(TIMEOUT);

			ReadThroughTests.this.fixture.invalidate(CacheTag.of("by", "b"));

			StepVerifier.create(read).expectNext("a", "b").expectComplete().verify(TIMEOUT);
			assertThat(ReadThroughTests.this.asked).hasValue(2);
		}

		@Test
		void survivesEncoding() {
			assertElements(Flux.just("a", "b"), "a", "b");
			EntryKey key = LoadFixture.get(ReadThroughTests.this.fixture.near.keys(KeyPattern.ALL).next());
			StoredEntry entry = LoadFixture.get(ReadThroughTests.this.fixture.near.find(key));
			keep(key, EntryKind.MANY, entry.payload());

			assertElements(Flux.error(new IllegalStateException("not asked")), "a", "b");
		}

		@Test
		void keepsNothingOfASequenceThatFails() {
			Flux<String> failing = Flux.just("a").concatWith(Mono.error(new IllegalStateException("no")));

			StepVerifier.create(failing.transformDeferred(ReadThroughTests.this.cache.caching(KEY, TAG)))
				.expectNext("a")
				.expectErrorMessage("no")
				.verify(TIMEOUT);

			assertElements(Flux.just("b"), "b");
		}

		@Test
		void isNotMistakenForOneValue() {
			assertElements(Flux.just("a"), "a");

			assertThat(read()).isEqualTo("value 1");
			assertElements(Flux.just("b"), "a");
		}

		private void assertElements(Flux<String> origin, String... elements) {
			StepVerifier.create(origin.transformDeferred(ReadThroughTests.this.cache.caching(KEY, TAG)))
				.expectNext(elements)
				.expectComplete()
				.verify(TIMEOUT);
		}

	}

	@Nested
	class Composed {

		private final ReactiveCache<String> outer = ReadThroughTests.this.fixture.caches.cache("outer", String.class);

		private final Mono<String> composed = Mono
			.defer(() -> ReadThroughTests.this.origin.transformDeferred(ReadThroughTests.this.cache.caching(KEY, TAG)))
			.map((inner) -> "outer of " + inner)
			.transformDeferred(this.outer.caching(CacheKey.of("o"), CacheTag.of("list", 1)));

		@Test
		void carriesTheTagsOfWhatItLoadsInside() {
			assertThat(LoadFixture.get(this.composed)).isEqualTo("outer of value 1");

			ReadThroughTests.this.fixture.invalidate(TAG);

			assertThat(LoadFixture.get(this.composed)).isEqualTo("outer of value 2");
		}

		@Test
		void carriesTheTagsOfWhatItFindsInside() {
			read();
			assertThat(LoadFixture.get(this.composed)).isEqualTo("outer of value 1");

			ReadThroughTests.this.fixture.invalidate(TAG);

			assertThat(LoadFixture.get(this.composed)).isEqualTo("outer of value 2");
		}

		@Test
		void carriesTheTagsOfWhatItGetsInside() {
			read();
			Mono<String> getting = ReadThroughTests.this.cache.get(KEY)
				.map((inner) -> "got " + inner)
				.defaultIfEmpty("nothing")
				.transformDeferred(this.outer.caching(CacheKey.of("g")));
			assertThat(LoadFixture.get(getting)).isEqualTo("got value 1");

			ReadThroughTests.this.fixture.invalidate(TAG);

			assertThat(LoadFixture.get(getting)).isEqualTo("nothing");
		}

		@Test
		void leavesTheInnerEntryAloneWhenTheOuterOneIsInvalidated() {
			LoadFixture.get(this.composed);

			ReadThroughTests.this.fixture.invalidate(CacheTag.of("list", 1));

			assertThat(LoadFixture.get(this.composed)).isEqualTo("outer of value 1");
		}

		@Test
		void carriesWhatWasDeclared() {
			Mono<String> declaring = ReadThroughTests.this.origin
				.delayUntil((value) -> CacheDependencies.on(CacheTag.of("rate", 1)))
				.transformDeferred(this.outer.caching(CacheKey.of("d")));
			assertThat(LoadFixture.get(declaring)).isEqualTo("value 1");

			ReadThroughTests.this.fixture.invalidate(CacheTag.of("rate", 1));

			assertThat(LoadFixture.get(declaring)).isEqualTo("value 2");
		}

		@Test
		void tellsTheEnclosingOneWhetherItHitsOrMisses() {
			for (int round = 0; round < 2; round++) {
				Mono<Collection<CacheTag>> tags = Mono.deferContextual((context) -> {
					CacheDependencies open = CacheDependencies.open(context);
					return this.composed.contextWrite(open::into).then(Mono.fromCallable(open::tags));
				});

				assertThat(LoadFixture.get(tags)).as("round %s", round)
					.containsExactlyInAnyOrder(TAG, CacheTag.of("list", 1));
			}
		}

	}

	private String read() {
		return LoadFixture.get(this.origin.transformDeferred(this.cache.caching(KEY, TAG)));
	}

	private void keep(EntryKey key, EntryKind kind, byte[] payload) {
		StepVerifier
			.create(this.fixture.near.put(new StoredEntry(key, kind, payload, this.fixture.clock.instant(),
					this.fixture.clock.instant().plusSeconds(60), Set.of(TAG), this.fixture.ledger.view().stamp())))
			.expectComplete()
			.verify(TIMEOUT);
	}

	/**
	 * A value that cannot be encoded.
	 */
	@SuppressWarnings("DoNotCallSuggester")
	static final class Unspeakable {

		/**
		 * Fails.
		 * @return nothing
		 */
		public String getText() {
			throw new IllegalStateException("no text");
		}

	}

}
