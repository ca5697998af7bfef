package io.freshet.caching.observation;

import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The waiting for a load. What stands for the load may be known later than the wait
 * begins, but is by its end.
 */
final class JoinContext extends Observation.Context {

	private final AtomicReference<@Nullable Object> trace;

	JoinContext(AtomicReference<@Nullable Object> trace) {
		this.trace = trace;
	}

	/**
	 * Returns the observation of the load.
	 */
	Observation.@Nullable ContextView load() {
		return (this.trace.get() instanceof Observation load) ? load.getContextView() : null;
	}

}
