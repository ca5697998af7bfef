package io.freshet.caching.load;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class BackgroundLifecycleTests {

	private final BackgroundWork owner = new BackgroundWork(10);

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	private final BackgroundLifecycle lifecycle = new BackgroundLifecycle(this.owner, endless(), endless());

	private Mono<Void> endless() {
		return Mono.<Void>never()
			.doOnSubscribe((subscription) -> this.begun.incrementAndGet())
			.doOnCancel(this.cancelled::incrementAndGet);
	}

	@AfterEach
	void close() {
		this.owner.close();
	}

	@Test
	void runsAllItsWorkUntilItIsStopped() {
		this.lifecycle.start();
		assertThat(this.lifecycle.isRunning()).isTrue();
		assertThat(this.owner.running()).isEqualTo(2);

		this.lifecycle.stop();

		assertThat(this.lifecycle.isRunning()).isFalse();
		assertThat(this.owner.running()).isZero();
		assertThat(this.cancelled).hasValue(2);
	}

	@Test
	void runsItsWorkOnceHoweverOftenItIsStarted() {
		this.lifecycle.start();
		this.lifecycle.start();
		assertThat(this.owner.running()).isEqualTo(2);

		this.lifecycle.stop();
		this.lifecycle.stop();
		this.lifecycle.start();

		assertThat(this.owner.running()).isEqualTo(2);
		assertThat(this.begun).hasValue(4);
	}

	@Test
	void goesOnWhileTheApplicationIsPaused() {
		try (GenericApplicationContext application = new GenericApplicationContext()) {
			application.registerBean(BackgroundLifecycle.class, () -> this.lifecycle);
			application.refresh();

			application.pause();
			assertThat(this.owner.running()).isEqualTo(2);
			application.restart();

			assertThat(this.begun).hasValue(2);
			assertThat(this.cancelled).hasValue(0);
		}
		assertThat(this.cancelled).hasValue(2);
	}

	@Test
	void endsTheRestIfOnePieceCannotBeCancelled() {
		BackgroundLifecycle uneasy = new BackgroundLifecycle(this.owner, Mono.never().doOnCancel(() -> {
			throw new IllegalStateException("not cancelled");
		}), endless(), endless());
		uneasy.start();

		uneasy.stop();

		assertThat(this.cancelled).hasValue(2);
	}

}
