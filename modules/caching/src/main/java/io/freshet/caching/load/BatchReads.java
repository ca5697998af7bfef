package io.freshet.caching.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

import io.freshet.caching.CachePolicy;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.StoredEntry;

/**
 * Reads several entries at once and has loaded together what there is not to serve.
 * <p>
 * What {@link ReadThrough} decides for each entry holds here as well. Values whose time
 * has passed stand in for a late or failed load only if they do for everything that it
 * was to bring: a caller gets all that it asked for, or an error.
 */
final class BatchReads {

	private final ReadThrough one;

	private final Tiers tiers;

	private final BatchLoads loads;

	private final Scheduler timer;

	BatchReads(ReadThrough one, Tiers tiers, BatchLoads loads, Scheduler timer) {
		this.one = one;
		this.tiers = tiers;
		this.loads = loads;
		this.timer = timer;
	}

	/**
	 * Reads entries.
	 * @param reading what to read
	 * @param keys the keys
	 * @return an entry for each key; an error of the load, this time or as it is
	 * remembered
	 */
	Mono<List<StoredEntry>> read(BatchReading reading, Set<EntryKey> keys) {
		return Mono
			.deferContextual((context) -> this.tiers.findAll(keys, reading.policy().failSafe(), reading.policy().tti())
				.filter(reading.readable())
				.collectList()
				.flatMap((found) -> answer(reading, keys, found, context)));
	}

	private Mono<List<StoredEntry>> answer(BatchReading reading, Set<EntryKey> keys, List<StoredEntry> found,
			ContextView context) {
		List<Mono<StoredEntry>> served = new ArrayList<>();
		Map<EntryKey, StoredEntry> due = new LinkedHashMap<>();
		Map<EntryKey, StoredEntry> replaced = new LinkedHashMap<>();
		Set<EntryKey> missing = new LinkedHashSet<>(keys);
		for (StoredEntry entry : found) {
			missing.remove(entry.key());
			switch (this.one.decide(entry, reading.policy())) {
				case SERVE -> served.add(this.one.served(entry, context));
				case SERVE_AND_REFRESH -> {
					due.put(entry.key(), entry);
					served.add(this.one.served(entry, context));
				}
				case SERVE_STALE -> served.add(this.one.stale(entry, StaleReason.PAUSED, context));
				case SERVE_STALE_AND_REFRESH -> {
					due.put(entry.key(), entry);
					served.add(this.one.stale(entry, StaleReason.REVALIDATING, context));
				}
				case LOAD_OR_SERVE_STALE -> replaced.put(entry.key(), entry);
			}
		}
		if (!due.isEmpty()) {
			this.loads.refresh(reading.knowing(due), context);
		}
		missing.forEach((key) -> this.one.missed(key.cache()));
		Mono<List<StoredEntry>> rest = (missing.isEmpty() && replaced.isEmpty()) ? Mono.just(List.of())
				: load(reading.knowing(replaced), missing, context);
		return Flux.concat(served).collectList().zipWith(rest, BatchReads::both);
	}

	private static List<StoredEntry> both(List<StoredEntry> some, List<StoredEntry> others) {
		List<StoredEntry> both = new ArrayList<>(some);
		both.addAll(others);
		return both;
	}

	private Mono<List<StoredEntry>> load(BatchReading reading, Set<EntryKey> missing, ContextView context) {
		Set<EntryKey> keys = new LinkedHashSet<>(missing);
		keys.addAll(reading.known().keySet());
		Mono<List<StoredEntry>> load = this.loads.load(reading, keys)
			.flatMapIterable(Function.identity())
			.concatMap((entry) -> this.one.used(entry, context))
			.collectList();
		CachePolicy policy = reading.policy();
		return missing.isEmpty() ? loadOrStale(reading, load, context)
				: within(policy.hardTimeout(), load, reading).doOnSuccess((loaded) -> missed(reading.known().keySet()));
	}

	private Mono<List<StoredEntry>> loadOrStale(BatchReading reading, Mono<List<StoredEntry>> load,
			ContextView context) {
		CachePolicy policy = reading.policy();
		Mono<List<StoredEntry>> safe = load.doOnSuccess((loaded) -> missed(reading.known().keySet()))
			.onErrorResume(
					(ex) -> staleIfGood(reading, StaleReason.FAILED_LOAD, context).switchIfEmpty(Mono.error(ex)));
		Duration patience = ReadThrough.shorter(policy.softTimeout(), policy.hardTimeout());
		return (patience == null) ? safe : safe.timeout(patience, staleIfGood(reading, StaleReason.SLOW_LOAD, context)
			.switchIfEmpty(within(ReadThrough.rest(policy.hardTimeout(), patience), load, reading)), this.timer);
	}

	private Mono<List<StoredEntry>> staleIfGood(BatchReading reading, StaleReason reason, ContextView context) {
		return Mono.defer(() -> {
			Collection<StoredEntry> stale = reading.known().values();
			if (stale.stream().allMatch((entry) -> this.tiers.isStillGood(entry, reading.policy().failSafe()))) {
				return Flux.fromIterable(stale)
					.concatMap((entry) -> this.one.stale(entry, reason, context))
					.collectList();
			}
			missed(reading.known().keySet());
			return Mono.empty();
		});
	}

	private Mono<List<StoredEntry>> within(@Nullable Duration patience, Mono<List<StoredEntry>> load,
			BatchReading reading) {
		return (patience == null) ? load
				: load.timeout(patience, this.one.timedOut(reading.cache(), reading.policy()), this.timer);
	}

	private void missed(Collection<EntryKey> keys) {
		keys.forEach((key) -> this.one.missed(key.cache()));
	}

}
