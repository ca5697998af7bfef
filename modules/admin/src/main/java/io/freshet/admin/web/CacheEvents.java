package io.freshet.admin.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.freshet.admin.audit.AuditEntry;
import io.freshet.admin.audit.AuditTrail;
import io.freshet.admin.web.AuditController.LineView;
import io.freshet.caching.administration.Instances;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;

/**
 * What happens in the caches, for those who watch. However many watch, this instance
 * looks once a second; while nobody does, never. Who is slow gets the newest state, and
 * the newest lines of the trail.
 */
@Component
class CacheEvents implements ApplicationListener<ContextClosedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(CacheEvents.class);

	private static final Duration EVERY = Duration.ofSeconds(1);

	private static final Duration HEARTBEAT = Duration.ofSeconds(15);

	/** For so long after the last watcher has gone, as a page is left for the next. */
	private static final Duration LOOKS_ON = Duration.ofSeconds(3);

	/** What waits in front of who is slow is old before it is read. */
	private static final int AHEAD = 1;

	private static final int LINES = 50;

	private static final int LINES_WAITING = 100;

	private final Sinks.Empty<Void> closed = Sinks.empty();

	private final ApplicationContext context;

	private final Duration every;

	private final Flux<InstancesView> states;

	private final Flux<LineView> lines;

	@Autowired
	CacheEvents(Instances instances, AuditTrail trail, ApplicationContext context) {
		this(instances, trail, context, EVERY);
	}

	CacheEvents(Instances instances, AuditTrail trail, ApplicationContext context, Duration every) {
		this.context = context;
		this.every = every;
		this.states = Flux.interval(Duration.ZERO, every)
			.onBackpressureDrop()
			.concatMap((tick) -> instances.report(), 1)
			.map(InstancesView::of)
			.replay(1)
			.refCount(1, LOOKS_ON);
		this.lines = Flux.defer(() -> news(trail)).publish().refCount(1, LOOKS_ON);
	}

	/** What was there at the beginning is no news. */
	private static Flux<LineView> news(AuditTrail trail) {
		Map<Long, AuditEntry> known = new HashMap<>();
		return Flux.interval(Duration.ZERO, EVERY)
			.onBackpressureDrop()
			.concatMap((tick) -> trail.read(Long.MAX_VALUE, LINES).onErrorResume((ex) -> {
				logger.debug("The audit trail cannot be read", ex);
				return Mono.empty();
			}), 1)
			.index()
			.concatMapIterable((read) -> changed(known, read.getT2(), read.getT1() == 0));
	}

	private static List<LineView> changed(Map<Long, AuditEntry> known, List<AuditEntry> newest, boolean first) {
		List<LineView> changed = first ? List.of()
				: newest.stream()
					.filter((entry) -> !entry.equals(known.get(entry.id())))
					.sorted((one, other) -> Long.compare(one.id(), other.id()))
					.map(LineView::of)
					.toList();
		known.clear();
		newest.forEach((entry) -> known.put(entry.id(), entry));
		return changed;
	}

	/**
	 * Watches.
	 * @param interval the time between two states
	 * @param end when to stop
	 * @return the events; ends when the application does
	 */
	Flux<ServerSentEvent<Object>> watch(Duration interval, Mono<?> end) {
		Flux<InstancesView> sampled = (interval.compareTo(this.every) > 0)
				? this.states.sampleFirst(interval.minus(this.every.dividedBy(2))) : this.states;
		Flux<ServerSentEvent<Object>> states = sampled.onBackpressureLatest()
			.map((state) -> event("instances", "i" + state.at().toEpochMilli(), state));
		Flux<ServerSentEvent<Object>> news = this.lines.onBackpressureBuffer(LINES_WAITING, (dropped) -> {
		}, BufferOverflowStrategy.DROP_OLDEST).map((line) -> event("audit", "a" + line.id(), line));
		Flux<ServerSentEvent<Object>> heartbeats = Flux.interval(HEARTBEAT)
			.onBackpressureDrop()
			.map((tick) -> ServerSentEvent.builder().comment("still here").build());
		return Flux.merge(AHEAD, states, news, heartbeats)
			.takeUntilOther(Mono.firstWithSignal(end, this.closed.asMono()));
	}

	private static ServerSentEvent<Object> event(String name, String id, Object data) {
		return ServerSentEvent.builder(data).event(name).id(id).build();
	}

	/** Before the server waits for requests to end, of which these would not. */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.closed.tryEmitEmpty();
		}
	}

}
