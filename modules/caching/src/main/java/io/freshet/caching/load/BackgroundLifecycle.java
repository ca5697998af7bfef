package io.freshet.caching.load;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.SmartLifecycle;

/**
 * Begins work when the application starts, before it accepts requests, and ends it when
 * the application stops, after the last request. An application that is only paused goes
 * on with it: what others change meanwhile has to be known when it is resumed.
 */
public final class BackgroundLifecycle implements SmartLifecycle {

	private final BackgroundWork owner;

	private final List<Mono<?>> work;

	private volatile Sinks.@Nullable Empty<Void> end;

	/**
	 * Makes a lifecycle.
	 * @param owner runs the work
	 * @param work the pieces of work
	 */
	public BackgroundLifecycle(BackgroundWork owner, Mono<?>... work) {
		this.owner = owner;
		this.work = List.of(work);
	}

	@Override
	public int getPhase() {
		return 0;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public void start() {
		if (!isRunning()) {
			Sinks.Empty<Void> newEnd = Sinks.empty();
			this.end = newEnd;
			this.work.forEach((piece) -> this.owner.run(piece.takeUntilOther(newEnd.asMono())));
		}
	}

	@Override
	public void stop() {
		Sinks.Empty<Void> current = this.end;
		if (current != null) {
			this.end = null;
			current.tryEmitEmpty();
		}
	}

	@Override
	public boolean isRunning() {
		return this.end != null;
	}

}
