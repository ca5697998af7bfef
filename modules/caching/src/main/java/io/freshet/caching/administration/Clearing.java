package io.freshet.caching.administration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.freshet.caching.CacheName;
import io.freshet.caching.administration.ClearStep.Done;
import io.freshet.caching.administration.ClearStep.Progress;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.redis.RedisSearch.Walked;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.EntryKey;

/**
 * One pass over both tiers, near before shared, which counts what is meant and removes it
 * if that is wanted. For one subscriber.
 */
final class Clearing {

	private static final Logger logger = LoggerFactory.getLogger(Clearing.class);

	private final Selection selection;

	private final boolean dryRun;

	private final Predicate<EntryHead> wanted;

	private final Set<EntryKey> nearKeys = new HashSet<>();

	private final SortedMap<CacheName, Long> caches = new TreeMap<>();

	private final List<String> sample = new ArrayList<>();

	private long scanned;

	private long found;

	private long shared;

	private boolean sharedReached = true;

	Clearing(Selection selection, boolean dryRun, Predicate<EntryHead> wanted) {
		this.selection = selection;
		this.dryRun = dryRun;
		this.wanted = wanted;
	}

	/**
	 * Goes through both tiers. What the shared tier cannot be asked is not counted.
	 */
	Flux<ClearStep> run(CaffeineStore near, SharedTierInspector sharedTier) {
		Mono<Progress> nearDone = Mono.fromSupplier(() -> lookNear(near)).subscribeOn(Schedulers.boundedElastic());
		Flux<Progress> sharedDone = sharedTier.walk(this.wanted, !this.dryRun)
			.map(this::lookedShared)
			.onErrorResume((ex) -> {
				logger.warn("The shared tier could not be searched: {}", ex.toString());
				this.sharedReached = false;
				return Flux.empty();
			});
		return Flux.concat(nearDone, sharedDone, Mono.fromSupplier(() -> new Done(report())));
	}

	private Progress lookNear(CaffeineStore near) {
		near.visitHeads((head) -> {
			this.scanned++;
			if (this.wanted.test(head) && (this.dryRun || near.remove(head.key())) && this.nearKeys.add(head.key())) {
				count(head.key());
			}
		});
		return new Progress(this.scanned, this.found);
	}

	private Progress lookedShared(Walked step) {
		this.scanned += step.scanned();
		this.shared += step.keys().size();
		step.keys().stream().filter((key) -> !this.nearKeys.contains(key)).forEach(this::count);
		return new Progress(this.scanned, this.found);
	}

	private void count(EntryKey key) {
		this.found++;
		this.caches.merge(key.cache(), 1L, Long::sum);
		if (this.sample.size() < ClearReport.SAMPLE) {
			this.sample.add(key.text());
		}
	}

	private ClearReport report() {
		return new ClearReport(this.selection, this.dryRun, this.found, this.nearKeys.size(), this.shared,
				this.sharedReached, this.caches, this.sample);
	}

}
