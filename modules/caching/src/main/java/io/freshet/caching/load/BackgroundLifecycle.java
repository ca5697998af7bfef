package io.freshet.caching.load;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.SmartLifecycle;

/**
 * Begins work when the application starts, before it accepts requests, and ends it when
 * the application stops, after the last request. An application that is only paused goes
 * on with it: what others change meanwhile has to be known when it is resumed.
 */
public final class BackgroundLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundLifecycle.class);

	private final BackgroundWork owner;

	private final List<Mono<?>> work;

	/** One for each piece of work that is running. */
	private volatile List<Sinks.Empty<Void>> ends = List.of();

	private volatile boolean running;

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
		if (!this.running) {
			this.running = true;
			this.ends = this.work.stream().map(this::begin).toList();
		}
	}

	private Sinks.Empty<Void> begin(Mono<?> piece) {
		Sinks.Empty<Void> end = Sinks.empty();
		this.owner.run(piece.takeUntilOther(end.asMono()));
		return end;
	}

	@Override
	public void stop() {
		this.running = false;
		List<Sinks.Empty<Void>> ending = this.ends;
		this.ends = List.of();
		ending.forEach(BackgroundLifecycle::end);
	}

	/** The others end even if one does not take it well. */
	private static void end(Sinks.Empty<Void> piece) {
		try {
			piece.tryEmitEmpty();
		}
		catch (RuntimeException ex) {
			logger.debug("Background work could not be ended", ex);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
