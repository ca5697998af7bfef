package io.freshet.caching.load;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.ReactiveCache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is answered but not kept is part of what is made of it, and that may be kept.
 */
class PastTheCacheTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private static final CacheTag OF_VALUE = CacheTag.of("author", "ann");

	private static final CacheTagger<String> TAGGER = CacheTagger.<String>always(TAG).and((value) -> List.of(OF_VALUE));

	private final LoadFixture fixture = new LoadFixture();

	private final ReactiveCache<String> cache = this.fixture.texts();

	private final AtomicInteger asked = new AtomicInteger();

	/** Ways to read one value, or none, in its place. */
	enum Read {

		MONO {
			@Override
			Mono<String> of(ReactiveCache<String> cache, Mono<String> origin, CacheTagger<String> tagger) {
				return origin.transformDeferred(cache.caching(KEY, tagger));
			}
		},

		FLUX {
			@Override
			Mono<String> of(ReactiveCache<String> cache, Mono<String> origin, CacheTagger<String> tagger) {
				return Flux.from(origin).transformDeferred(cache.caching(KEY, tagger)).singleOrEmpty();
			}
		},

		BATCH {
			@Override
			Mono<String> of(ReactiveCache<String> cache, Mono<String> origin, CacheTagger<String> tagger) {
				return cache
					.getAll(List.of(KEY), (missing) -> origin.map((value) -> Map.of(KEY, value)), (key) -> tagger)
					.flatMap((found) -> Mono.justOrEmpty(found.get(KEY)));
			}
		};

		abstract Mono<String> of(ReactiveCache<String> cache, Mono<String> origin, CacheTagger<String> tagger);

	}

	@ParameterizedTest
	@EnumSource
	void dependsOnAValueOfACacheThatIsSwitchedOff(Read read) {
		switchOff();

		assertThat(tagsOf(read.of(this.cache, Mono.just("value"), TAGGER))).containsOnly(TAG, OF_VALUE);
	}

	@ParameterizedTest
	@EnumSource
	void dependsOnAnAbsenceInACacheThatIsSwitchedOff(Read read) {
		switchOff();

		assertThat(tagsOf(read.of(this.cache, Mono.empty(), TAGGER))).containsOnly(TAG);
	}

	@ParameterizedTest
	@EnumSource
	void dependsOnWhatIsReadPastAllCaches(Read read) {
		Mono<String> past = read.of(this.cache, Mono.just("value"), TAGGER).contextWrite(CacheBypass::into);

		assertThat(tagsOf(past)).containsOnly(TAG, OF_VALUE);
	}

	@ParameterizedTest
	@EnumSource
	void dependsOnAValueThatMayNotBeKept(Read read) {
		CacheTagger<String> refusing = new CacheTagger<>() {

			@Override
			public Collection<CacheTag> tagsOf(String value) {
				return List.of(OF_VALUE);
			}

			@Override
			public boolean keeps(String value) {
				return false;
			}

		};

		assertThat(tagsOf(read.of(this.cache, Mono.just("value"), refusing))).containsOnly(OF_VALUE);
		assertThat(this.cache.get(KEY).blockOptional(LoadFixture.TIMEOUT)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void answersAValueThatCannotBeTagged(Read read) {
		CacheTagger<String> failing = CacheTagger.<String>always(TAG).and((value) -> {
			throw new IllegalStateException("no tags");
		});
		switchOff();

		assertThat(LoadFixture.get(read.of(this.cache, Mono.just("value"), failing))).isEqualTo("value");
		assertThat(tagsOf(read.of(this.cache, Mono.just("value"), failing))).doesNotContain(OF_VALUE);
	}

	@Test
	void makesAnewWhatWasMadeOfACacheThatIsSwitchedOff() {
		switchOff();
		ReactiveCache<String> others = this.fixture.caches.cache("others", String.class);
		Mono<String> made = Stream.of(Read.values())
			.map((read) -> read.of(this.cache, Mono.fromSupplier(() -> "value " + this.asked.incrementAndGet()),
					TAGGER))
			.reduce(Mono.just(""), (one, other) -> one.zipWith(other, String::concat))
			.transformDeferred(others.caching(KEY));
		String first = LoadFixture.get(made);
		assertThat(LoadFixture.get(made)).isEqualTo(first);

		this.fixture.invalidate(OF_VALUE);

		assertThat(LoadFixture.get(made)).isNotEqualTo(first);
	}

	private void switchOff() {
		this.fixture.overrides.change(CacheName.of("texts"), new PolicyOverride(false, null))
			.block(LoadFixture.TIMEOUT);
	}

	private static Set<CacheTag> tagsOf(Mono<String> read) {
		CacheDependencies dependencies = CacheDependencies.open(Context.empty());
		read.contextWrite(dependencies::into).block(LoadFixture.TIMEOUT);
		return dependencies.tags();
	}

}
