package io.freshet.caching.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fill in steps (stamp taken, data read, data arrived, stored), with a change of the
 * data and its invalidation at every pair of places between them, and a reader who comes
 * after every step.
 */
class FillRaceTests {

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private static final int STEPS = 4;

	private final AtomicInteger database = new AtomicInteger();

	private final Sinks.Empty<Void> reading = Sinks.empty();

	private final Sinks.Empty<Void> arriving = Sinks.empty();

	private final Sinks.Empty<Void> storing = Sinks.empty();

	private final AtomicReference<Mono<Void>> missing = new AtomicReference<>(Mono.empty());

	private final LoadFixture fixture = new LoadFixture(1000,
			(store) -> new HeldStore(store, this.storing.asMono(), this.missing));

	private final ReactiveCache<String> cache = this.fixture.texts();

	static Stream<Arguments> places() {
		return IntStream.rangeClosed(0, STEPS)
			.boxed()
			.flatMap((changed) -> IntStream.rangeClosed(changed, STEPS)
				.mapToObj((invalidated) -> Arguments.of(changed, invalidated)));
	}

	@ParameterizedTest
	@MethodSource("places")
	void neverServesTheOldValueToWhoeverCameAfterTheInvalidation(int changed, int invalidated) {
		List<String> late = new CopyOnWriteArrayList<>();
		List<Runnable> steps = List.of(this::begin, this.reading::tryEmitEmpty, this.arriving::tryEmitEmpty,
				this.storing::tryEmitEmpty);
		List<Integer> readers = new ArrayList<>();

		for (int step = 0; step <= STEPS; step++) {
			if (step == changed) {
				this.database.set(1);
			}
			if (step == invalidated) {
				this.fixture.invalidate(TAG);
			}
			if (step >= invalidated) {
				readers.add(step);
				read(Mono.fromCallable(this.database::get)).subscribe(late::add);
			}
			if (step < STEPS) {
				steps.get(step).run();
			}
		}

		assertThat(late).hasSameSizeAs(readers).containsOnly("1");
	}

	@Test
	void usesWhatALoadLeftThatEndedAfterTheReaderFoundNothing() {
		List<String> answers = new CopyOnWriteArrayList<>();
		Sinks.Empty<Void> missed = Sinks.empty();
		begin();
		this.missing.set(missed.asMono());
		read(Mono.error(new IllegalStateException("not asked"))).subscribe(answers::add);

		Stream.of(this.reading, this.arriving, this.storing).forEach(Sinks.Empty::tryEmitEmpty);
		missed.tryEmitEmpty();

		assertThat(answers).containsExactly("0");
		assertThat(this.fixture.loads()).isOne();
	}

	@Test
	void loadsAnewIfWhatAnotherLoadLeftIsInvalidByThen() {
		List<String> answers = new CopyOnWriteArrayList<>();
		Sinks.Empty<Void> missed = Sinks.empty();
		begin();
		this.missing.set(missed.asMono());
		read(Mono.just(1)).subscribe(answers::add);

		Stream.of(this.reading, this.arriving, this.storing).forEach(Sinks.Empty::tryEmitEmpty);
		this.fixture.invalidate(TAG);
		missed.tryEmitEmpty();

		assertThat(answers).containsExactly("1");
		assertThat(this.fixture.loads()).isEqualTo(2);
	}

	private void begin() {
		read(this.reading.asMono()
			.then(Mono.fromCallable(this.database::get))
			.delayUntil((value) -> this.arriving.asMono())).subscribe();
	}

	private Mono<String> read(Mono<Integer> origin) {
		return origin.map(String::valueOf).transformDeferred(this.cache.caching(CacheKey.of(1), TAG));
	}

	/**
	 * Keeps an entry, and tells that there is none, only when it is let to.
	 *
	 * @param delegate keeps it
	 * @param allowed completes when it may keep it
	 * @param missing completes when it may tell that there is none
	 */
	private record HeldStore(CacheStore delegate, Mono<Void> allowed,
			AtomicReference<Mono<Void>> missing) implements CacheStore {

		@Override
		public Mono<StoredEntry> find(EntryKey key) {
			Mono<Void> told = this.missing.get();
			return this.delegate.find(key).switchIfEmpty(told.then(Mono.empty()));
		}

		@Override
		public @Nullable StoredEntry peek(EntryKey key, long now) {
			return this.delegate.peek(key, now);
		}

		@Override
		public Mono<Void> put(StoredEntry entry) {
			return this.allowed.then(this.delegate.put(entry));
		}

		@Override
		public Flux<EntryKey> keys(KeyPattern pattern) {
			return this.delegate.keys(pattern);
		}

		@Override
		public Flux<EntryKey> purge(KeyPattern pattern) {
			return this.delegate.purge(pattern);
		}

	}

}
