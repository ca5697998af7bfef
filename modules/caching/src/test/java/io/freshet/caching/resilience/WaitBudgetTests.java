package io.freshet.caching.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

class WaitBudgetTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Duration LONGEST = Duration.ofMillis(100);

	private final AtomicLong millis = new AtomicLong();

	private final WaitBudget budget = new WaitBudget(Duration.ofMillis(250),
			() -> TimeUnit.MILLISECONDS.toNanos(this.millis.get()));

	@Test
	void isThereForWhoSubscribesWithIt() {
		assertThat(WaitBudget.in(this.budget.into(Context.empty()))).isSameAs(this.budget);
		assertThat(WaitBudget.in(WaitBudget.outOf(this.budget.into(Context.of("other", 1))))).isNull();
		assertThat(WaitBudget.in(Context.empty())).isNull();
	}

	@Test
	void asksNoMoreWhenItIsSpent() {
		AtomicInteger asked = new AtomicInteger();
		Mono<String> found = Mono.fromSupplier(() -> {
			asked.incrementAndGet();
			this.millis.addAndGet(100);
			return "found";
		});

		for (int call = 0; call < 3; call++) {
			StepVerifier.create(this.budget.spend(found, Duration.ofMillis(1)))
				.expectNext("found")
				.expectComplete()
				.verify(TIMEOUT);
		}

		StepVerifier.create(this.budget.spend(found, LONGEST)).expectComplete().verify(TIMEOUT);
		assertThat(asked).hasValue(3);
	}

	@Test
	void countsCallsThatWaitAtTheSameTimeOnce() {
		TestPublisher<String> first = TestPublisher.create();
		TestPublisher<String> second = TestPublisher.create();
		StepVerifier both = StepVerifier.create(Mono.zip(spend(first.mono()), spend(second.mono())))
			.expectNextCount(1)
			.expectComplete()
			.verifyLater();

		this.millis.addAndGet(150);
		first.emit("first");
		this.millis.addAndGet(50);
		second.emit("second");
		both.verify(TIMEOUT);

		assertLeft(50);
	}

	@Test
	void doesNotCountTheTimeBetweenCalls() {
		for (int call = 0; call < 10; call++) {
			StepVerifier.create(spend(Mono.just("found"))).expectNext("found").expectComplete().verify(TIMEOUT);
			this.millis.addAndGet(1000);
		}

		assertLeft(250);
	}

	@Test
	void countsACallThatIsNoLongerWaitedForUntilThen() {
		StepVerifier.create(spend(Mono.never()))
			.expectSubscription()
			.then(() -> this.millis.addAndGet(100))
			.thenCancel()
			.verify(TIMEOUT);
		this.millis.addAndGet(1000);

		assertLeft(150);
	}

	@Test
	void countsACallThatFails() {
		Mono<String> failing = Mono.error(() -> {
			this.millis.addAndGet(100);
			return new IllegalStateException("away");
		});

		StepVerifier.create(this.budget.spend(failing, LONGEST)).expectErrorMessage("away").verify(TIMEOUT);

		assertLeft(150);
	}

	@Test
	void endsALongRowOfCallsInTime() {
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		try {
			WaitBudget bounded = new WaitBudget(Duration.ofMillis(250), () -> time.now(TimeUnit.NANOSECONDS));
			Mono<String> hanging = bounded.spend(Mono.<String>never().timeout(LONGEST, Mono.empty()), LONGEST);

			StepVerifier.withVirtualTime(() -> Flux.range(0, 20).concatMap((call) -> hanging), () -> time, 100)
				.expectSubscription()
				.expectNoEvent(Duration.ofMillis(249))
				.thenAwait(Duration.ofMillis(1))
				.expectComplete()
				.verify(TIMEOUT);
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	private <T> Mono<T> spend(Mono<T> call) {
		return this.budget.spend(call, Duration.ofMillis(1));
	}

	private void assertLeft(long expected) {
		assertThat(this.budget.left()).isEqualTo(Duration.ofMillis(expected));
	}

}
