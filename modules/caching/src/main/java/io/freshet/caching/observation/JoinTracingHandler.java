package io.freshet.caching.observation;

import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;

import org.springframework.core.Ordered;

/**
 * Makes the span of who waits for the load of another, with a link to the span of that
 * load. An observation knows no links, and a span takes them before it starts: so it is
 * made when the wait is over, with the time at which that began.
 */
public final class JoinTracingHandler implements TracingObservationHandler<JoinContext>, Ordered {

	private static final String BEGUN = JoinTracingHandler.class.getName() + ".begun";

	private final Tracer tracer;

	/**
	 * Makes a handler.
	 * @param tracer makes the spans
	 */
	public JoinTracingHandler(Tracer tracer) {
		this.tracer = tracer;
		// OpenTelemetry reads from disk where it keeps its contexts when it is first
		// asked
		// for one: rather now than on an event loop.
		tracer.currentSpan();
	}

	@Override
	public void onStart(JoinContext context) {
		context.put(BEGUN, System.currentTimeMillis());
	}

	@Override
	public void onStop(JoinContext context) {
		Span parent = getParentSpan(context);
		Span.Builder span = this.tracer.spanBuilder()
			.name(getSpanName(context))
			.startTimestamp(context.<Long>getRequired(BEGUN), TimeUnit.MILLISECONDS);
		if (parent != null) {
			span.setParent(parent.context());
		}
		Observation.ContextView load = context.load();
		TracingContext traced = (load != null) ? load.get(TracingContext.class) : null;
		if (traced != null && traced.getSpan() != null) {
			span.addLink(new Link(traced.getSpan().context()));
		}
		context.getAllKeyValues().forEach((pair) -> span.tag(pair.getKey(), pair.getValue()));
		Throwable error = context.getError();
		if (error != null) {
			span.error(error);
		}
		span.start().end();
	}

	/** There is no span before the end, and so nothing to put into a scope. */
	@Override
	public void onScopeOpened(JoinContext context) {
	}

	@Override
	public void onScopeClosed(JoinContext context) {
	}

	@Override
	public void onError(JoinContext context) {
	}

	@Override
	public void onEvent(Observation.Event event, JoinContext context) {
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof JoinContext;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

	/** Before the one that takes any observation. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1000;
	}

}
