package io.freshet.caching.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.CacheObserver;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

import static io.freshet.caching.load.LoadFixture.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CoalescingTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private final LoadFixture fixture = new LoadFixture();

	private final ReactiveCache<String> cache = this.fixture.texts();

	private final TestPublisher<String> origin = TestPublisher.create();

	private final List<String> answers = new CopyOnWriteArrayList<>();

	@Test
	void loadsOnceForConcurrentMisses() {
		IntStream.range(0, 100).forEach((reader) -> read(this.origin.mono()));

		this.origin.emit("one");

		assertThat(this.answers).hasSize(100).containsOnly("one");
		assertThat(this.fixture.loads()).isOne();
		assertThat(this.fixture.events.count("put near")).as("stored once").isOne();
		assertThat(this.fixture.events.count("coalesced")).isEqualTo(99);
	}

	@Test
	void loadsOnceForMissesOfManyThreads() {
		AtomicInteger asked = new AtomicInteger();
		Sinks.One<String> held = Sinks.one();
		Mono<String> counted = Mono.defer(() -> {
			asked.incrementAndGet();
			return held.asMono();
		});

		Mono<List<String>> all = Flux.range(0, 200)
			.flatMap((reader) -> counted.transformDeferred(this.cache.caching(KEY, TAG))
				.subscribeOn(Schedulers.parallel()), 200)
			.collectList();

		StepVerifier.create(all)
			.then(() -> await().atMost(TIMEOUT).until(() -> this.fixture.events.count("coalesced") == 199))
			.then(() -> held.tryEmitValue("one"))
			.assertNext((answered) -> assertThat(answered).hasSize(200).containsOnly("one"))
			.expectComplete()
			.verify(TIMEOUT);

		assertThat(asked).hasValue(1);
	}

	@Test
	void loadsOncePerKey() {
		read(this.origin.mono());
		TestPublisher<String> other = TestPublisher.create();
		other.mono().transformDeferred(this.cache.caching(CacheKey.of(2), TAG)).subscribe(this.answers::add);

		other.emit("two");
		this.origin.emit("one");

		assertThat(this.answers).containsExactly("two", "one");
		assertThat(this.fixture.loads()).isEqualTo(2);
	}

	@Test
	void neverHandsAnOlderLoadToWhoeverCameAfterAnInvalidation() {
		TestPublisher<String> second = TestPublisher.create();
		read(this.origin.mono());
		this.fixture.invalidate(TAG);
		read(second.mono());
		read(second.mono());
		read(second.mono());

		this.origin.emit("old");
		assertThat(this.answers).containsExactly("old");
		second.emit("new");

		assertThat(this.answers).containsExactly("old", "new", "new", "new");
		assertThat(this.fixture.loads()).as("exactly one more load").isEqualTo(2);
		read(Mono.error(new IllegalStateException("not asked")));
		assertThat(this.answers).endsWith("new");
	}

	@Test
	void sharesALoadWithWhoeverCameAfterAnInvalidationOfSomethingElse() {
		read(this.origin.mono());
		this.fixture.invalidate(CacheTag.of("post", 2));
		read(Mono.error(new IllegalStateException("not asked")));

		this.origin.emit("one");

		assertThat(this.answers).containsExactly("one", "one");
		assertThat(this.fixture.loads()).isOne();
	}

	@Test
	void doesNotKeepWhatWasInvalidatedWhileItWasLoaded() {
		read(this.origin.mono());
		this.fixture.invalidate(TAG);
		this.origin.emit("old");

		read(Mono.just("new"));

		assertThat(this.answers).containsExactly("old", "new");
		assertThat(this.fixture.events.count("refused invalidated")).isOne();
	}

	@Test
	void goesOnWithALoadWhoseFirstSubscriberLeaves() {
		Disposable first = read(this.origin.mono());
		read(Mono.error(new IllegalStateException("not asked")));

		first.dispose();
		this.origin.assertNotCancelled();
		this.origin.emit("one");

		assertThat(this.answers).containsExactly("one");
		read(Mono.error(new IllegalStateException("not asked")));
		assertThat(this.answers).containsExactly("one", "one");
	}

	@Test
	void keepsTheResultOfALoadThatNobodyWaitsForAnyMore() {
		read(this.origin.mono()).dispose();

		this.origin.emit("one");

		read(Mono.error(new IllegalStateException("not asked")));
		assertThat(this.answers).containsExactly("one");
	}

	@Test
	void passesAnErrorToAllWhoWaitAndDoesNotKeepIt() {
		List<String> errors = new ArrayList<>();
		IntStream.range(0, 3)
			.forEach((reader) -> this.origin.mono()
				.transformDeferred(this.cache.caching(KEY, TAG))
				.subscribe(this.answers::add, (ex) -> errors.add(ex.getMessage())));

		this.origin.error(new IllegalStateException("no"));

		assertThat(errors).containsExactly("no", "no", "no");
		read(Mono.just("one"));
		assertThat(this.answers).containsExactly("one");
	}

	@Test
	void loadsInTheContextOfWhoeverBeganTheLoad() {
		Mono<String> who = Mono.deferContextual((context) -> this.origin.mono().map((v) -> v + context.get("who")));

		readAs("first", who);
		readAs("second", who);
		this.origin.emit("for ");

		assertThat(this.answers).containsExactly("for first", "for first");
	}

	@Test
	void doesNotMixLoadsOfOneValueAndOfMany() {
		TestPublisher<String> many = TestPublisher.create();
		read(this.origin.mono());
		many.flux().transformDeferred(this.cache.caching(KEY, TAG)).subscribe(this.answers::add);

		this.origin.emit("one");
		many.emit("a", "b");

		assertThat(this.answers).containsExactly("one", "a", "b");
	}

	@Test
	void letsWhoeverWaitsGoOnWithoutItWhenItIsClosed() {
		read(this.origin.mono());
		List<Disposable> waiting = List.of(read(Mono.just("second")), read(Mono.just("third")));

		this.fixture.background.close();

		this.origin.assertCancelled();
		assertThat(waiting).allMatch(Disposable::isDisposed);
		assertThat(this.answers).containsExactly("second", "second");
	}

	@Test
	void sharesNoEarlierLoadWhileTheViewIsTooOldToKnow() {
		AtomicLong nanos = new AtomicLong();
		FreshnessView view = new FreshnessView(Duration.ofMillis(250), 10_000, nanos::get);
		view.restart(Stamp.below("h", 10), 0, List.of(), Stamp.NONE);
		Coalescer coalescer = new Coalescer(view, this.fixture.background, CacheRecorder.NONE, CacheObserver.NONE);
		TestPublisher<StoredEntry> first = TestPublisher.create();
		TestPublisher<StoredEntry> second = TestPublisher.create();
		List<String> found = new ArrayList<>();

		load(coalescer, first, found);
		nanos.addAndGet(Duration.ofSeconds(5).toNanos());
		load(coalescer, second, found);
		load(coalescer, second, found);
		first.emit(entry("old"));
		assertThat(found).containsExactly("old");
		second.emit(entry("new"));

		assertThat(found).containsExactly("old", "new", "new");
		second.assertSubscribers(0);
	}

	@Test
	void sharesALoadWhenTheViewIsCurrentAgainAndKnowsOfNoChange() {
		AtomicLong nanos = new AtomicLong();
		FreshnessView view = new FreshnessView(Duration.ofMillis(250), 10_000, nanos::get);
		view.restart(Stamp.below("h", 10), 0, List.of(), Stamp.NONE);
		Coalescer coalescer = new Coalescer(view, this.fixture.background, CacheRecorder.NONE, CacheObserver.NONE);
		TestPublisher<StoredEntry> first = TestPublisher.create();
		TestPublisher<StoredEntry> second = TestPublisher.create();
		List<String> found = new ArrayList<>();

		load(coalescer, first, found);
		nanos.addAndGet(Duration.ofSeconds(5).toNanos());
		load(coalescer, second, found);
		view.advance(Stamp.below("h", 11), nanos.get(), List.of());
		first.emit(entry("shared"));

		assertThat(found).containsExactly("shared", "shared");
		second.assertWasNotSubscribed();
	}

	private static void load(Coalescer coalescer, TestPublisher<StoredEntry> publisher, List<String> found) {
		coalescer.load(Entries.key(1), EntryKind.ONE, publisher.mono())
			.subscribe((entry) -> found.add(Entries.text(entry)));
	}

	private StoredEntry entry(String payload) {
		return Entries.entry(1, payload, this.fixture.clock.instant(), Stamp.below("h", 10));
	}

	private Disposable read(Mono<String> from) {
		return from.transformDeferred(this.cache.caching(KEY, TAG)).subscribe(this.answers::add);
	}

	private void readAs(String name, Mono<String> from) {
		from.transformDeferred(this.cache.caching(KEY, TAG))
			.contextWrite((context) -> context.put("who", name))
			.subscribe(this.answers::add);
	}

}
