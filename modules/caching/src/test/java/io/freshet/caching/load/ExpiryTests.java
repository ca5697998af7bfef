package io.freshet.caching.load;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.CacheTtl;
import io.freshet.caching.CacheValue;
import io.freshet.caching.ReactiveCache;

import static io.freshet.caching.load.LoadFixture.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

class ExpiryTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private static final Duration TTL = Duration.ofMinutes(10);

	private final LoadFixture fixture = new LoadFixture();

	private final AtomicInteger asked = new AtomicInteger();

	private final Mono<String> origin = Mono.fromCallable(() -> "value " + this.asked.incrementAndGet());

	@Test
	void loadsAnewFromTheSoftExpiryOn() {
		ReactiveCache<String> cache = this.fixture.texts(CachePolicy.ttl(TTL).hardTtl(TTL.multipliedBy(2)));
		read(cache);

		this.fixture.pass(TTL.minusMillis(1));
		assertThat(read(cache)).isEqualTo("value 1");
		this.fixture.pass(Duration.ofMillis(1));

		assertThat(read(cache)).isEqualTo("value 2");
		assertThat(this.fixture.events.misses()).isEqualTo(2);
	}

	@Test
	void givesWhoeverOnlyLooksNothingFromTheSoftExpiryOn() {
		ReactiveCache<String> cache = this.fixture.texts(CachePolicy.ttl(TTL).hardTtl(TTL.multipliedBy(2)));
		read(cache);

		this.fixture.pass(TTL);

		StepVerifier.create(cache.get(KEY)).expectComplete().verify(TIMEOUT);
	}

	@ParameterizedTest
	@CsvSource({ "0, 10m", "0.5, 9m", "1, 8m" })
	void shortensLifetimesAtRandom(double random, String lifetime) {
		ReactiveCache<String> cache = this.fixture.texts(CachePolicy.ttl(TTL).jitter(0.2));
		this.fixture.random.set(random);
		read(cache);

		this.fixture.pass(Duration.parse("PT" + lifetime).minusMillis(1));
		assertThat(read(cache)).isEqualTo("value 1");
		this.fixture.pass(Duration.ofMillis(1));

		assertThat(read(cache)).isEqualTo("value 2");
	}

	@Test
	void shortensSoftAndHardLifetimeTogether() {
		ReactiveCache<String> cache = this.fixture
			.texts(CachePolicy.ttl(TTL).hardTtl(TTL.multipliedBy(2)).jitter(0.5).softTimeout(Duration.ZERO));
		this.fixture.random.set(1.0);
		read(cache);

		this.fixture.pass(TTL.dividedBy(2));
		assertThat(readFailing(cache)).as("stale").isEqualTo("value 1");
		this.fixture.pass(TTL.dividedBy(2));

		assertThat(read(cache)).as("gone").isEqualTo("value 2");
	}

	@Test
	void keepsAValueForAsLongAsItSays() {
		CacheTtl<String> ttl = (value) -> Duration.ofSeconds(value.equals("value 1") ? 30 : 60);
		ReactiveCache<String> cache = this.fixture.texts(CachePolicy.ttl(TTL));

		assertThat(read(cache, ttl)).isEqualTo("value 1");
		this.fixture.pass(Duration.ofSeconds(30));
		assertThat(read(cache, ttl)).isEqualTo("value 2");
		this.fixture.pass(Duration.ofSeconds(59));
		assertThat(read(cache, ttl)).isEqualTo("value 2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "PT0.0009S" })
	void keepsNoValueThatSaysItMustNotBeKept(Duration ttl) {
		ReactiveCache<String> cache = this.fixture.texts(CachePolicy.ttl(TTL));

		assertThat(read(cache, (value) -> ttl)).isEqualTo("value 1");
		assertThat(read(cache, (value) -> ttl)).isEqualTo("value 2");
		assertThat(this.fixture.events.count("refused not-lasting")).isEqualTo(2);
	}

	@Test
	void keepsNoValueForLongerThanTheLedgerRemembers() {
		ReactiveCache<String> cache = this.fixture.texts(CachePolicy.ttl(TTL));
		CacheTtl<String> forEver = (value) -> Duration.ofSeconds(Long.MAX_VALUE);
		read(cache, forEver);

		this.fixture.pass(LoadFixture.LONGEST_LIFETIME.minusMillis(1));
		assertThat(read(cache, forEver)).isEqualTo("value 1");
		this.fixture.pass(Duration.ofMillis(1));

		assertThat(read(cache, forEver)).isEqualTo("value 2");
	}

	@Test
	void keepsASequenceForTheShortestTimeOfItsElements() {
		Map<String, Duration> ttls = Map.of("a", Duration.ofMinutes(3), "b", Duration.ofMinutes(1));
		ReactiveCache<String> cache = this.fixture.texts(CachePolicy.ttl(TTL));
		Flux<String> both = Flux.just("a", "b")
			.doOnComplete(this.asked::incrementAndGet)
			.transformDeferred(cache.caching(KEY, CacheTagger.always(TAG), ttls::get));

		StepVerifier.create(both).expectNext("a", "b").expectComplete().verify(TIMEOUT);
		this.fixture.pass(Duration.ofMinutes(1));
		StepVerifier.create(both).expectNext("a", "b").expectComplete().verify(TIMEOUT);

		assertThat(this.asked).hasValue(2);
	}

	@Test
	void whatIsMadeOfAStaleValueIsDueForARefreshAtOnce() {
		ReactiveCache<String> inner = this.fixture
			.texts(CachePolicy.ttl(TTL).hardTtl(TTL.multipliedBy(2)).softTimeout(Duration.ZERO));
		ReactiveCache<String> outer = this.fixture.caches.cache("outer", String.class);
		Mono<String> whole = this.origin.transformDeferred(inner.caching(KEY, TAG))
			.map((part) -> "of " + part)
			.transformDeferred(outer.caching(KEY, TAG));
		read(inner);
		this.fixture.pass(TTL);

		assertThat(LoadFixture.get(whole)).as("served stale inside").isEqualTo("of value 1");

		assertThat(LoadFixture.get(whole)).as("refreshed by now").isEqualTo("of value 2");
	}

	@Test
	void tellsAValueAnAbsenceAndAMissApart() {
		ReactiveCache<String> cache = this.fixture.texts(CachePolicy.ttl(TTL).negativeTtl(TTL));
		StepVerifier.create(cache.lookup(KEY)).expectComplete().verify(TIMEOUT);

		StepVerifier.create(Mono.<String>empty().transformDeferred(cache.caching(CacheKey.of("none"), TAG)))
			.expectComplete()
			.verify(TIMEOUT);
		read(cache);

		StepVerifier.create(cache.lookup(CacheKey.of("none")))
			.expectNext(new CacheValue.Absent<>())
			.expectComplete()
			.verify(TIMEOUT);
		StepVerifier.create(cache.lookup(KEY))
			.expectNext(new CacheValue.Present<>("value 1"))
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void looksUpNothingWhereCachesArePassedBy() {
		ReactiveCache<String> cache = this.fixture.texts(CachePolicy.ttl(TTL));
		read(cache);

		StepVerifier.create(cache.lookup(KEY).contextWrite(CacheBypass::into)).expectComplete().verify(TIMEOUT);
	}

	@Test
	void addsTheTagsOfWhatWasLookedUpToWhatIsMadeOfIt() {
		ReactiveCache<String> cache = this.fixture.texts(CachePolicy.ttl(TTL));
		read(cache);
		CacheDependencies outer = CacheDependencies.open(Context.empty());

		StepVerifier.create(cache.lookup(KEY).contextWrite(outer::into))
			.expectNextCount(1)
			.expectComplete()
			.verify(TIMEOUT);

		assertThat(outer.tags()).containsExactly(TAG);
	}

	private String read(ReactiveCache<String> cache) {
		return LoadFixture.get(this.origin.transformDeferred(cache.caching(KEY, TAG)));
	}

	private String read(ReactiveCache<String> cache, CacheTtl<String> ttl) {
		return LoadFixture.get(this.origin.transformDeferred(cache.caching(KEY, CacheTagger.always(TAG), ttl)));
	}

	private static String readFailing(ReactiveCache<String> cache) {
		return LoadFixture
			.get(Mono.<String>error(new IllegalStateException("no")).transformDeferred(cache.caching(KEY, TAG)));
	}

}
