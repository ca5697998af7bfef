package io.freshet.caching.observation;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.invalidation.Backplane;

/**
 * Watches the commands to Redis for hints. One hint tells of all that was invalidated
 * since the one before, so that it is a part of no request.
 */
final class ObservedBackplane implements Backplane {

	private final Backplane delegate;

	private final MicrometerObserver observer;

	ObservedBackplane(Backplane delegate, MicrometerObserver observer) {
		this.delegate = delegate;
		this.observer = observer;
	}

	@Override
	public Mono<Void> send() {
		return this.observer.command(null, "PUBLISH", this.delegate.send());
	}

	/** Waits for messages, which is no command. */
	@Override
	public Flux<Hint> hints() {
		return this.delegate.hints();
	}

}
