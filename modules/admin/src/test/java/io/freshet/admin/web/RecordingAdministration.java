package io.freshet.admin.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import io.freshet.caching.CacheName;
import io.freshet.caching.administration.AdviceReport;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.CacheSetting;
import io.freshet.caching.administration.CachingReport;
import io.freshet.caching.administration.ClearReport;
import io.freshet.caching.administration.ClearStep;
import io.freshet.caching.administration.Selection;
import io.freshet.caching.load.PolicyOverride;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives the report that it was made with, and remembers what it was subscribed to.
 */
final class RecordingAdministration implements CacheAdministration {

	private final CachingReport report;

	private final Map<CacheName, PolicyOverride> overrides = new ConcurrentHashMap<>();

	private final List<String> done = new CopyOnWriteArrayList<>();

	RecordingAdministration(CachingReport report) {
		this.report = report;
	}

	/** What was changed of a cache. */
	PolicyOverride override(CacheName cache) {
		return this.overrides.getOrDefault(cache, PolicyOverride.NONE);
	}

	@Override
	public Mono<List<CacheSetting>> caches() {
		return Mono.fromSupplier(() -> List.of(setting(CachingReports.POSTS), setting(CachingReports.TAGS)));
	}

	@Override
	public Mono<CacheSetting> change(CacheName cache, UnaryOperator<PolicyOverride> change) {
		return caches().flatMapIterable((all) -> all)
			.filter((known) -> known.name().equals(cache))
			.next()
			.map((known) -> {
				this.overrides.put(cache, change.apply(known.override()));
				return setting(cache);
			});
	}

	private CacheSetting setting(CacheName cache) {
		return new CacheSetting(cache, CachingReports.policy(cache), override(cache));
	}

	/** What was done, in order. */
	List<String> done() {
		return this.done;
	}

	@Override
	public Mono<CachingReport> report() {
		return Mono.fromSupplier(() -> {
			this.done.add("report");
			return this.report;
		});
	}

	@Override
	public Mono<CachingReport> glance() {
		return report();
	}

	@Override
	public Mono<AdviceReport> advice(@Nullable Long nearSize, @Nullable Duration ttl) {
		return Mono.just(new AdviceReport(false, 64, 0, List.of()));
	}

	@Override
	public Flux<ClearStep> clearing(Selection selection, boolean dryRun) {
		return Flux.defer(() -> {
			this.done.add((dryRun ? "preview " : "clear ") + selection);
			SortedMap<CacheName, Long> caches = new TreeMap<>(Map.of(CachingReports.POSTS, 5L));
			List<String> sample = List.of("posts:42");
			return Flux.just(new ClearStep.Progress(9, 4),
					new ClearStep.Done(dryRun ? new ClearReport(selection, true, 7, 5, 6, true, caches, sample)
							: new ClearReport(selection, false, 5, 5, 0, false, caches, sample)));
		});
	}

}
