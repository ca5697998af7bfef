package io.freshet.caching.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.ReactiveCache;

import static org.assertj.core.api.Assertions.assertThat;

class RunTimeControlTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private final LoadFixture fixture = new LoadFixture();

	private final ReactiveCache<String> cache = this.fixture.texts();

	private final AtomicInteger asked = new AtomicInteger();

	@Test
	void passesACacheByThatIsSwitchedOff() {
		assertThat(read()).isEqualTo("value 1");

		change(new PolicyOverride(false, null));

		assertThat(read()).isEqualTo("value 2");
		assertThat(many()).isEqualTo("value 3");
		assertThat(this.cache.get(KEY).blockOptional(LoadFixture.TIMEOUT)).isEmpty();
		assertThat(this.fixture.events.count("bypass")).isEqualTo(3);
	}

	@Test
	void fillsNothingWhileItIsSwitchedOff() {
		change(new PolicyOverride(false, null));
		read();
		this.cache.put(KEY, "mine", TAG).block(LoadFixture.TIMEOUT);
		change(PolicyOverride.NONE);

		assertThat(read()).isEqualTo("value 2");
	}

	@Test
	void servesAgainWhatIsStillValidWhenItIsSwitchedOn() {
		read();
		change(new PolicyOverride(false, null));
		change(PolicyOverride.NONE);

		assertThat(read()).isEqualTo("value 1");
		this.fixture.invalidate(TAG);
		assertThat(read()).isEqualTo("value 2");
	}

	@Test
	void leavesOtherCachesAlone() {
		change(new PolicyOverride(false, null));
		ReactiveCache<String> others = this.fixture.caches.cache("others", String.class);

		assertThat(LoadFixture.get(origin().transformDeferred(others.caching(KEY, TAG)))).isEqualTo("value 1");
		assertThat(LoadFixture.get(origin().transformDeferred(others.caching(KEY, TAG)))).isEqualTo("value 1");
	}

	@Test
	void keepsForAnotherTimeWhatIsLoadedFromThenOn() {
		change(new PolicyOverride(true, Duration.ofSeconds(10)));
		read();

		this.fixture.pass(Duration.ofSeconds(10));

		assertThat(read()).isEqualTo("value 2");
		change(PolicyOverride.NONE);
		this.fixture.pass(Duration.ofSeconds(10));
		assertThat(read()).isEqualTo("value 3");
		this.fixture.pass(Duration.ofSeconds(10));
		assertThat(read()).isEqualTo("value 3");
	}

	@Test
	void overridesTheSettingsOfACallAsWell() {
		ReactiveCache<String> longLived = this.fixture.texts(CachePolicy.ttl(Duration.ofMinutes(50)));
		change(new PolicyOverride(true, Duration.ofSeconds(10)));
		LoadFixture.get(origin().transformDeferred(longLived.caching(KEY, TAG)));

		this.fixture.pass(Duration.ofSeconds(10));

		assertThat(read()).isEqualTo("value 2");
	}

	@Test
	void shortensTheLifetimeThatAValueAsksFor() {
		Supplier<String> reading = () -> LoadFixture.get(origin()
			.transformDeferred(this.cache.caching(KEY, CacheTagger.always(TAG), (value) -> Duration.ofMinutes(1))));
		Supplier<String> readingAll = () -> LoadFixture
			.get(this.cache.getAll(List.of(KEY), (missing) -> origin().map((value) -> Map.of(KEY, value)),
					(key) -> CacheTagger.always(TAG), (value) -> Duration.ofMinutes(1)))
			.get(KEY);
		change(new PolicyOverride(true, Duration.ofSeconds(10)));

		assertThat(reading.get()).isEqualTo("value 1");
		this.fixture.pass(Duration.ofSeconds(10));
		assertThat(readingAll.get()).isEqualTo("value 2");
		this.fixture.pass(Duration.ofSeconds(10));
		change(new PolicyOverride(true, Duration.ofMinutes(5)));
		assertThat(reading.get()).isEqualTo("value 3");
		this.fixture.pass(Duration.ofSeconds(59));
		assertThat(reading.get()).isEqualTo("value 3");
		this.fixture.pass(Duration.ofSeconds(1));
		assertThat(reading.get()).isEqualTo("value 4");
	}

	private void change(PolicyOverride override) {
		this.fixture.overrides.change(CacheName.of("texts"), override).block(LoadFixture.TIMEOUT);
	}

	private Mono<String> origin() {
		return Mono.fromCallable(() -> "value " + this.asked.incrementAndGet());
	}

	private String read() {
		return LoadFixture.get(origin().transformDeferred(this.cache.caching(KEY, TAG)));
	}

	private String many() {
		return LoadFixture.get(Flux.from(origin()).transformDeferred(this.cache.caching(KEY, TAG)).next());
	}

}
