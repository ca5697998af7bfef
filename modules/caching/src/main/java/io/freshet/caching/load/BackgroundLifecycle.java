package io.freshet.caching.load;

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;

/**
 * Begins work when the application starts, before it accepts requests. The work ends when
 * its owner is closed, after the last request.
 */
public final class BackgroundLifecycle implements SmartLifecycle {

	private final BackgroundWork owner;

	private final List<Mono<?>> work;

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
	public void start() {
		if (!this.running) {
			this.running = true;
			this.work.forEach(this.owner::run);
		}
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
