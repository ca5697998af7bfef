package io.freshet.caching.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.subscriber.TestSubscriber;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicyBuilder;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.LoadTimeoutException;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.RefreshAhead;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactiveCache#getAll}.
 */
class BatchTests {

	private static final Duration TIMEOUT = LoadFixture.TIMEOUT;

	private final LoadFixture fixture = new LoadFixture();

	private ReactiveCache<String> cache = this.fixture.texts();

	/** What the loader was asked for, each time. */
	private final List<List<String>> asked = new CopyOnWriteArrayList<>();

	private String version = "v1";

	private static List<CacheKey> keys(int... numbers) {
		return IntStream.of(numbers).mapToObj(CacheKey::of).toList();
	}

	private static CacheTag tag(Object key) {
		return CacheTag.of("post", key);
	}

	private Mono<Map<CacheKey, String>> load(Set<CacheKey> missing) {
		this.asked.add(missing.stream().map(CacheKey::value).toList());
		Map<CacheKey, String> loaded = new LinkedHashMap<>();
		missing.stream()
			.filter((key) -> !key.value().startsWith("9"))
			.forEach((key) -> loaded.put(key, this.version + " of " + key.value()));
		return Mono.just(loaded);
	}

	private Mono<Map<CacheKey, String>> getAll(List<CacheKey> keys) {
		return getAll(keys, this::load);
	}

	private Mono<Map<CacheKey, String>> getAll(List<CacheKey> keys,
			Function<Set<CacheKey>, Mono<Map<CacheKey, String>>> loader) {
		return this.cache.getAll(keys, loader, (key) -> CacheTagger.always(tag(key.value())));
	}

	private List<String> values(int... numbers) {
		return new ArrayList<>(LoadFixture.get(getAll(keys(numbers))).values());
	}

	@Test
	void loadsAllMissesAtOnceAndAnswersInTheOrderOfTheKeys() {
		assertThat(values(3, 1, 2)).containsExactly("v1 of 3", "v1 of 1", "v1 of 2");

		assertThat(this.asked).containsExactly(List.of("3", "1", "2"));
		assertThat(this.fixture.loads()).isOne();
		assertThat(this.fixture.events.misses()).isEqualTo(3);
	}

	@Test
	void loadsOnlyWhatIsMissing() {
		values(1, 2);

		assertThat(values(1, 2, 3)).containsExactly("v1 of 1", "v1 of 2", "v1 of 3");

		assertThat(this.asked).containsExactly(List.of("1", "2"), List.of("3"));
		assertThat(this.fixture.events.hits()).isEqualTo(2);
	}

	@Test
	void keepsTheSameEntriesAsTheOperator() {
		values(1);

		assertThat(LoadFixture.get(Mono.<String>error(new IllegalStateException("not asked"))
			.transformDeferred(this.cache.caching(CacheKey.of(1))))).isEqualTo("v1 of 1");
		assertThat(LoadFixture.get(this.cache.get(CacheKey.of(1)))).isEqualTo("v1 of 1");
	}

	@Test
	void asksOnceForAKeyThatIsThereTwice() {
		assertThat(values(1, 1, 2, 1)).containsExactly("v1 of 1", "v1 of 2");

		assertThat(this.asked).containsExactly(List.of("1", "2"));
	}

	@Test
	void answersAtOnceWithoutKeys() {
		assertThat(values()).isEmpty();

		assertThat(this.asked).isEmpty();
	}

	@Test
	void doesNothingBeforeItIsSubscribedTo() {
		Mono<Map<CacheKey, String>> read = getAll(keys(1));
		assertThat(this.asked).isEmpty();

		LoadFixture.get(read);
		LoadFixture.get(read);

		assertThat(this.asked).hasSize(1);
	}

	@Test
	void remembersThatThereIsNoValue() {
		assertThat(values(1, 9)).containsExactly("v1 of 1");
		assertThat(values(1, 9)).containsExactly("v1 of 1");
		assertThat(this.asked).hasSize(1);

		this.fixture.invalidate(tag(9));

		values(1, 9);
		assertThat(this.asked).containsExactly(List.of("1", "9"), List.of("9"));
	}

	@Test
	void takesALoaderThatAnswersNothingAsOneWithoutValues() {
		assertThat(LoadFixture.get(getAll(keys(1), (missing) -> Mono.empty()))).isEmpty();
	}

	@Test
	void loadsAnewWhatWasInvalidated() {
		values(1, 2, 3);
		this.version = "v2";

		this.fixture.invalidate(tag(2));

		assertThat(values(1, 2, 3)).containsExactly("v1 of 1", "v2 of 2", "v1 of 3");
		assertThat(this.asked).containsExactly(List.of("1", "2", "3"), List.of("2"));
	}

	@Test
	void addsToEveryEntryWhatTheLoaderDependsOn() {
		LoadFixture.get(getAll(keys(1, 2),
				(missing) -> CacheDependencies.on(CacheTag.of("inner", 1)).then(Mono.defer(() -> load(missing)))));

		this.fixture.invalidate(CacheTag.of("inner", 1));

		values(1, 2);
		assertThat(this.asked).containsExactly(List.of("1", "2"), List.of("1", "2"));
	}

	@Test
	void addsItsTagsToTheLoadAroundIt() {
		Mono<String> outer = Mono.defer(() -> getAll(keys(1, 2)))
			.map((values) -> this.version + values.size())
			.transformDeferred(this.cache.caching(CacheKey.of("outer")));
		assertThat(LoadFixture.get(outer)).isEqualTo("v12");
		this.version = "v2";
		assertThat(LoadFixture.get(outer)).isEqualTo("v12");

		this.fixture.invalidate(tag(2));

		assertThat(LoadFixture.get(outer)).isEqualTo("v22");
	}

	@Test
	void refusesTooManyKeys() {
		List<CacheKey> many = IntStream.rangeClosed(0, ReactiveCache.MAX_KEYS).mapToObj(CacheKey::of).toList();

		StepVerifier.create(getAll(many)).expectError(IllegalArgumentException.class).verify(TIMEOUT);

		assertThat(this.asked).isEmpty();
	}

	@Test
	void loadsAsManyKeysAsAreAllowed() {
		List<CacheKey> many = IntStream.range(0, ReactiveCache.MAX_KEYS).mapToObj(CacheKey::of).toList();

		Map<CacheKey, String> loaded = LoadFixture
			.get(getAll(many, (missing) -> load(Set.of(CacheKey.of(1))).map((one) -> {
				Map<CacheKey, String> all = new LinkedHashMap<>();
				missing.forEach((key) -> all.put(key, key.value()));
				return all;
			})));

		assertThat(loaded).hasSize(ReactiveCache.MAX_KEYS);
		assertThat(this.asked).hasSize(1);
	}

	@Test
	void passesTheCacheByWhereItIsToBePassedBy() {
		Map<CacheKey, String> values = LoadFixture.get(getAll(keys(1, 9)).contextWrite(CacheBypass::into));
		LoadFixture.get(getAll(keys(1, 9)).contextWrite(CacheBypass::into));

		assertThat(values.values()).containsExactly("v1 of 1");
		assertThat(this.asked).hasSize(2);
		assertThat(this.fixture.events.count("bypass")).isEqualTo(2);
	}

	@Nested
	class WhileOthersLoad {

		private final Sinks.One<String> held = Sinks.one();

		private final TestSubscriber<Map<CacheKey, String>> batch = TestSubscriber.create();

		private void loadOne() {
			this.held.asMono().transformDeferred(BatchTests.this.cache.caching(CacheKey.of(1), tag(1))).subscribe();
		}

		@Test
		void joinsTheirLoads() {
			loadOne();

			getAll(keys(1, 2)).subscribe(this.batch);

			assertThat(this.batch.getReceivedOnNext()).isEmpty();
			this.held.tryEmitValue("theirs");
			assertThat(this.batch.getReceivedOnNext()).singleElement()
				.satisfies((values) -> assertThat(values.values()).containsExactly("theirs", "v1 of 2"));
			assertThat(BatchTests.this.asked).containsExactly(List.of("2"));
			assertThat(BatchTests.this.fixture.events.count("coalesced")).isOne();
		}

		@Test
		void doesNotTakeWhatIsOlderThanAnInvalidationBeforeIt() {
			loadOne();
			BatchTests.this.fixture.invalidate(tag(1));
			getAll(keys(1, 2)).subscribe(this.batch);

			this.held.tryEmitValue("old");

			assertThat(this.batch.getReceivedOnNext()).singleElement()
				.satisfies((values) -> assertThat(values.values()).containsExactly("v1 of 1", "v1 of 2"));
			assertThat(BatchTests.this.asked).containsExactly(List.of("2"), List.of("1"));
		}

		@Test
		void isJoinedByThem() {
			Sinks.One<Map<CacheKey, String>> answer = Sinks.one();
			getAll(keys(1, 2), (missing) -> answer.asMono()).subscribe(this.batch);
			TestSubscriber<String> single = TestSubscriber.create();
			Mono.<String>error(new IllegalStateException("not asked"))
				.transformDeferred(BatchTests.this.cache.caching(CacheKey.of(2), tag(2)))
				.subscribe(single);

			answer.tryEmitValue(Map.of(CacheKey.of(1), "a", CacheKey.of(2), "b"));

			assertThat(single.getReceivedOnNext()).containsExactly("b");
			assertThat(BatchTests.this.fixture.loads()).isOne();
		}

		@Test
		void goesOnForThemWhenItsCallerLeaves() {
			Sinks.One<Map<CacheKey, String>> answer = Sinks.one();
			getAll(keys(1), (missing) -> answer.asMono()).subscribe(this.batch);

			this.batch.cancel();

			answer.tryEmitValue(Map.of(CacheKey.of(1), "a"));
			assertThat(values(1)).containsExactly("a");
			assertThat(BatchTests.this.asked).isEmpty();
		}

		@Test
		void loadsOverlappingBatchesWithoutWaitingInACircle() {
			Sinks.One<Map<CacheKey, String>> first = Sinks.one();
			Sinks.One<Map<CacheKey, String>> second = Sinks.one();
			TestSubscriber<Map<CacheKey, String>> other = TestSubscriber.create();
			getAll(keys(1, 2), (missing) -> first.asMono()).subscribe(this.batch);
			getAll(keys(2, 3), (missing) -> second.asMono()).subscribe(other);

			second.tryEmitValue(Map.of(CacheKey.of(3), "c"));
			first.tryEmitValue(Map.of(CacheKey.of(1), "a", CacheKey.of(2), "b"));

			assertThat(this.batch.getReceivedOnNext()).singleElement()
				.satisfies((values) -> assertThat(values.values()).containsExactly("a", "b"));
			assertThat(other.getReceivedOnNext()).singleElement()
				.satisfies((values) -> assertThat(values.values()).containsExactly("b", "c"));
		}

	}

	@Nested
	class WhenTheLoadFails {

		private final Mono<Map<CacheKey, String>> failing = Mono.error(new IllegalStateException("no"));

		@Test
		void failsAsAWholeAndKeepsNothing() {
			StepVerifier.create(getAll(keys(1, 2), (missing) -> this.failing)).expectErrorMessage("no").verify(TIMEOUT);

			assertThat(values(1, 2)).hasSize(2);
			assertThat(BatchTests.this.fixture.events.count("load failed")).isOne();
		}

		@Test
		void servesStaleValuesIfThereIsOneForEverythingThatIsDue() {
			keepStale(policy(), 1, 2);

			Map<CacheKey, String> values = LoadFixture.get(getAll(keys(1, 2), (missing) -> this.failing));

			assertThat(values.values()).containsExactly("v1 of 1", "v1 of 2");
			assertThat(BatchTests.this.fixture.events.count("stale failed-load")).isEqualTo(2);
		}

		@Test
		void triesNoSecondTimeForAWhile() {
			keepStale(policy(), 1);
			LoadFixture.get(getAll(keys(1), (missing) -> this.failing));

			assertThat(values(1)).containsExactly("v1 of 1");

			assertThat(BatchTests.this.asked).as("only when it was kept").hasSize(1);
		}

		@Test
		void failsIfSomethingHasNoValueAtAll() {
			keepStale(policy(), 1);

			StepVerifier.create(getAll(keys(1, 2), (missing) -> this.failing)).expectErrorMessage("no").verify(TIMEOUT);
		}

		@Test
		void neverServesWhatWasInvalidatedMeanwhile() {
			keepStale(policy(), 1);
			Mono<Map<CacheKey, String>> late = Mono.fromRunnable(() -> BatchTests.this.fixture.invalidate(tag(1)))
				.then(this.failing);

			StepVerifier.create(getAll(keys(1), (missing) -> late)).expectErrorMessage("no").verify(TIMEOUT);
		}

	}

	@Nested
	class WhenTheLoadIsSlow {

		private final Sinks.One<Map<CacheKey, String>> answer = Sinks.one();

		private final TestSubscriber<Map<CacheKey, String>> batch = TestSubscriber.create();

		@Test
		void servesStaleValuesAfterTheSoftTimeoutAndKeepsTheLateOnes() {
			keepStale(policy().softTimeout(Duration.ofMillis(100)), 1);
			getAll(keys(1), (missing) -> this.answer.asMono()).subscribe(this.batch);

			BatchTests.this.fixture.timer.advanceTimeBy(Duration.ofMillis(100));

			assertThat(this.batch.getReceivedOnNext()).singleElement()
				.satisfies((values) -> assertThat(values.values()).containsExactly("v1 of 1"));
			this.answer.tryEmitValue(Map.of(CacheKey.of(1), "late"));
			assertThat(values(1)).containsExactly("late");
		}

		@Test
		void givesUpAfterTheHardTimeout() {
			BatchTests.this.cache = BatchTests.this.fixture.texts(policy().hardTimeout(Duration.ofMillis(100)));
			getAll(keys(1), (missing) -> this.answer.asMono()).subscribe(this.batch);

			BatchTests.this.fixture.timer.advanceTimeBy(Duration.ofMillis(100));

			assertThat(this.batch.expectTerminalError()).isInstanceOf(LoadTimeoutException.class);
		}

	}

	@Test
	void loadsTogetherBehindTheCallerWhatIsDueForARefresh() {
		keepStale(policy().softTimeout(Duration.ZERO), 1, 2);
		this.version = "v2";

		assertThat(values(1, 2)).containsExactly("v1 of 1", "v1 of 2");

		assertThat(values(1, 2)).containsExactly("v2 of 1", "v2 of 2");
		assertThat(this.asked).containsExactly(List.of("1", "2"), List.of("1", "2"));
		assertThat(this.fixture.events.count("refresh")).isEqualTo(2);
	}

	@Test
	void refreshesAheadWhatIsOldEnough() {
		this.cache = this.fixture.texts(policy().refreshAhead(RefreshAhead.fromAge(0.1)));
		values(1, 2);
		this.fixture.clock.move(Duration.ofMinutes(4));
		this.version = "v2";

		assertThat(values(1, 2)).containsExactly("v1 of 1", "v1 of 2");

		assertThat(values(1, 2)).containsExactly("v2 of 1", "v2 of 2");
		assertThat(this.asked).hasSize(2);
	}

	private static CachePolicyBuilder policy() {
		return CachePolicy.ttl(Duration.ofMinutes(5)).hardTtl(Duration.ofMinutes(30));
	}

	private void keepStale(CachePolicyBuilder builder, int... numbers) {
		this.cache = this.fixture.texts(builder);
		values(numbers);
		this.fixture.clock.move(Duration.ofMinutes(6));
	}

}
