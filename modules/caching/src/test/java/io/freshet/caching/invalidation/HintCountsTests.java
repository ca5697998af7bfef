package io.freshet.caching.invalidation;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.freshet.caching.invalidation.Backplane.Hint;

import static org.assertj.core.api.Assertions.assertThat;

class HintCountsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final HintCounts counts = new HintCounts();

	@Test
	void countsWhatIsSentAndWhatComes() {
		Backplane counted = this.counts.around(backplane(Mono.empty(), Flux.just(Hint.LOOK_NOW, Hint.LOOK_NOW)));

		StepVerifier.create(counted.send()).expectComplete().verify(TIMEOUT);
		StepVerifier.create(counted.hints()).expectNextCount(2).expectComplete().verify(TIMEOUT);

		assertThat(this.counts.sent()).isEqualTo(1);
		assertThat(this.counts.received()).isEqualTo(2);
		assertThat(this.counts.failed()).isZero();
	}

	@Test
	void countsWhatCouldNotBeSent() {
		Backplane counted = this.counts
			.around(backplane(Mono.error(new IllegalStateException("no connection")), Flux.never()));

		StepVerifier.create(counted.send()).expectError(IllegalStateException.class).verify(TIMEOUT);

		assertThat(this.counts.sent()).isZero();
		assertThat(this.counts.failed()).isEqualTo(1);
	}

	@Test
	void doesNotCountWhatReachesNobody() {
		StepVerifier.create(this.counts.around(Backplane.NONE).send()).expectComplete().verify(TIMEOUT);

		assertThat(this.counts.sent()).isZero();
	}

	private static Backplane backplane(Mono<Void> send, Flux<Hint> hints) {
		return new Backplane() {

			@Override
			public Mono<Void> send() {
				return send;
			}

			@Override
			public Flux<Hint> hints() {
				return hints;
			}

		};
	}

}
