package io.freshet.caching.load;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

class BackgroundWorkTests {

	@Test
	void takesOnUpToItsLimit() {
		BackgroundWork work = new BackgroundWork(2);
		Sinks.Empty<Void> first = Sinks.empty();

		assertThat(work.run(first.asMono())).isTrue();
		assertThat(work.run(Mono.never())).isTrue();
		assertThat(work.run(Mono.never())).isFalse();
		assertThat(work.running()).isEqualTo(2);
		assertThat(work.refused()).isOne();
		first.tryEmitEmpty();

		assertThat(work.running()).isOne();
		assertThat(work.run(Mono.never())).isTrue();
	}

	@Test
	void endsErrors() {
		BackgroundWork work = new BackgroundWork(1);

		assertThat(work.run(Mono.error(new IllegalStateException("no")))).isTrue();
		assertThat(work.run(Mono.defer(() -> {
			throw new IllegalStateException("no");
		}))).isTrue();

		assertThat(work.running()).isZero();
	}

	@Test
	void cancelsWhatRunsWhenItIsClosed() {
		BackgroundWork work = new BackgroundWork(5);
		AtomicInteger cancelled = new AtomicInteger();
		work.run(Mono.never().doOnCancel(cancelled::incrementAndGet));
		work.run(Mono.never().doOnCancel(cancelled::incrementAndGet));

		work.close();

		assertThat(cancelled).hasValue(2);
		assertThat(work.running()).isZero();
		assertThat(work.run(Mono.never())).isFalse();
		assertThat(work.refused()).as("too many").isZero();
	}

	@Test
	void cancelsTheRestIfOneCannotBeCancelled() {
		BackgroundWork work = new BackgroundWork(20);
		AtomicInteger cancelled = new AtomicInteger();
		for (int i = 0; i < 10; i++) {
			work.run(Mono.fromDirect((subscriber) -> subscriber.onSubscribe(new Subscription() {

				@Override
				public void request(long count) {
					// There is nothing to come.
				}

				@Override
				public void cancel() {
					throw new IllegalStateException("not cancelled");
				}

			})));
			work.run(Mono.never().doOnCancel(cancelled::incrementAndGet));
		}

		work.close();

		assertThat(cancelled).hasValue(10);
	}

}
