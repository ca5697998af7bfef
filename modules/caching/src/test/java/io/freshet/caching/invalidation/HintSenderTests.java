package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class HintSenderTests {

	private final List<Sinks.Empty<Void>> sent = new ArrayList<>();

	private final Backplane backplane = new Backplane() {

		@Override
		public Mono<Void> send() {
			return Mono.defer(() -> {
				Sinks.Empty<Void> sending = Sinks.empty();
				HintSenderTests.this.sent.add(sending);
				return sending.asMono();
			});
		}

		@Override
		public Flux<Hint> hints() {
			return Flux.never();
		}

	};

	private final HintSender sender = new HintSender(this.backplane, (work) -> work.subscribe() != null);

	@Test
	void sendsAHint() {
		this.sender.send();

		assertThat(this.sent).hasSize(1);
	}

	@Test
	void sendsOneMoreForAllThatWereAskedForMeanwhile() {
		this.sender.send();
		IntStream.range(0, 10).forEach((i) -> this.sender.send());
		assertThat(this.sent).hasSize(1);

		this.sent.get(0).tryEmitEmpty();

		assertThat(this.sent).hasSize(2);
		this.sent.get(1).tryEmitEmpty();
		assertThat(this.sent).as("and no more").hasSize(2);
	}

	@Test
	void sendsAgainLater() {
		this.sender.send();
		this.sent.get(0).tryEmitEmpty();

		this.sender.send();

		assertThat(this.sent).hasSize(2);
	}

	@Test
	void goesOnAfterAnError() {
		this.sender.send();
		this.sent.get(0).tryEmitError(new IllegalStateException("Redis is away"));

		this.sender.send();

		assertThat(this.sent).hasSize(2);
	}

	@Test
	void goesOnAfterItsWorkWasRefused() {
		AtomicInteger offered = new AtomicInteger();
		HintSender refused = new HintSender(this.backplane, (work) -> offered.incrementAndGet() > 1);

		refused.send();
		refused.send();

		assertThat(offered).hasValue(2);
	}

	@Test
	void losesNoneOfManyThreads() {
		AtomicInteger asked = new AtomicInteger();
		AtomicInteger seen = new AtomicInteger();
		HintSender busy = new HintSender(new Backplane() {

			@Override
			public Mono<Void> send() {
				return Mono.fromRunnable(() -> seen.set(asked.get()));
			}

			@Override
			public Flux<Hint> hints() {
				return Flux.never();
			}

		}, (work) -> work.subscribe() != null);

		Mono<Void> all = Flux.range(0, 20_000).flatMap((i) -> Mono.fromRunnable(() -> {
			asked.incrementAndGet();
			busy.send();
		}).subscribeOn(Schedulers.parallel()), 4).then();

		StepVerifier.create(all).expectComplete().verify(Duration.ofSeconds(30));
		assertThat(seen).as("the last hint came after the last reason for one").hasValue(20_000);
	}

}
