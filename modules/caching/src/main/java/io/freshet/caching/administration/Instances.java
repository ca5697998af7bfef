package io.freshet.caching.administration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.administration.InstanceReports.Published;

/**
 * What all instances of an application say of themselves. Each looks at itself at
 * intervals, however many ask, and leaves what it sees for the others.
 */
public final class Instances {

	private static final Logger logger = LoggerFactory.getLogger(Instances.class);

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final InstanceReports reports;

	private final String id;

	private final String name;

	private final Duration interval;

	private final InstantSource clock;

	private final Instant started;

	private final Mono<InstanceReport> self;

	private final AtomicBoolean failing = new AtomicBoolean();

	/**
	 * Makes the instances as this one knows them.
	 * @param administration looks at this instance
	 * @param reports where the others find it
	 * @param id identifies this process
	 * @param name what people call it
	 * @param interval how often an instance looks at itself
	 * @param clock the time; this instance has started now
	 */
	public Instances(CacheAdministration administration, InstanceReports reports, String id, String name,
			Duration interval, InstantSource clock) {
		this.reports = reports;
		this.id = id;
		this.name = name;
		this.interval = interval;
		this.clock = clock;
		this.started = clock.instant();
		this.self = administration.glance().map(this::reported).cache(interval);
	}

	private InstanceReport reported(CachingReport caching) {
		return new InstanceReport(this.id, this.name, this.started, this.clock.instant(), caching);
	}

	/**
	 * Returns what people call this instance.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Leaves reports of this instance for the others, at intervals.
	 * @return never completes; what fails is tried again, and logged once until it works
	 */
	public Mono<Void> publish() {
		return Flux.interval(Duration.ZERO, this.interval)
			.onBackpressureDrop()
			.concatMap((round) -> publishOnce(), 1)
			.then();
	}

	private Mono<Void> publishOnce() {
		return this.self.flatMap(this.reports::publish)
			.doOnSuccess((done) -> this.failing.set(false))
			.onErrorResume((ex) -> {
				if (this.failing.compareAndSet(false, true)) {
					logger.warn("Other instances are not told how this one does, until it works again: {}",
							ex.toString());
				}
				return Mono.empty();
			});
	}

	/**
	 * Asks about all instances. One subscription reads what they left, and waits for a
	 * second at most.
	 * @return the report; never an error: if the others are not known, it is not complete
	 */
	public Mono<InstancesReport> report() {
		Mono<Published> others = this.reports.published().timeout(PATIENCE).onErrorResume((ex) -> {
			logger.debug("Reports of other instances cannot be read", ex);
			return InstanceReports.NONE.published();
		});
		return Mono.zip(this.self, others, this::together);
	}

	private InstancesReport together(InstanceReport own, Published published) {
		List<InstanceReport> all = new ArrayList<>();
		all.add(own);
		published.instances().stream().filter((other) -> !other.id().equals(this.id)).forEach(all::add);
		all.sort(Comparator.comparing(InstanceReport::name).thenComparing(InstanceReport::id));
		return new InstancesReport(this.clock.instant(), this.id, published.complete(), all);
	}

}
