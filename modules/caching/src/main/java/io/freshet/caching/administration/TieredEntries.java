package io.freshet.caching.administration;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.freshet.caching.CacheName;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.Tier;

/**
 * Entries of a near and a shared tier.
 */
public final class TieredEntries implements EntryAdministration {

	private static final Logger logger = LoggerFactory.getLogger(TieredEntries.class);

	private final CaffeineStore near;

	private final SharedTierInspector shared;

	private final FreshnessView view;

	private final TransactionalInvalidator invalidator;

	private final EntryPreviewer previewer;

	private final Function<CacheName, PreviewPolicy> policies;

	private final InstantSource clock;

	/**
	 * Makes an administration.
	 * @param near the near tier
	 * @param shared the shared tier
	 * @param view what is known of the ledger
	 * @param invalidator records what is removed
	 * @param previewer makes previews of values
	 * @param policies gives how much of the values of a cache is to be seen
	 * @param clock the time by which entries expire
	 */
	public TieredEntries(CaffeineStore near, SharedTierInspector shared, FreshnessView view,
			TransactionalInvalidator invalidator, EntryPreviewer previewer, Function<CacheName, PreviewPolicy> policies,
			InstantSource clock) {
		this.near = near;
		this.shared = shared;
		this.view = view;
		this.invalidator = invalidator;
		this.previewer = previewer;
		this.policies = policies;
		this.clock = clock;
	}

	@Override
	public Mono<EntryPage> entries(EntryQuery query) {
		if (query.tier() == Tier.NEAR) {
			return nearPage(query).subscribeOn(Schedulers.boundedElastic());
		}
		return this.shared.page(query.position(), query.limit(), query::wants)
			.map((page) -> new EntryPage(page.entries().stream().map(this::sharedCopy).toList(), page.next()));
	}

	private EntryCopy sharedCopy(EntryHead head) {
		return copy(head, this.near.holds(head.key()) ? List.of(Tier.SHARED, Tier.NEAR) : List.of(Tier.SHARED));
	}

	private EntryCopy copy(EntryHead head, List<Tier> tiers) {
		return new EntryCopy(head, tiers, Verdict.of(head, this.view, this.clock.instant()));
	}

	/**
	 * In the order of the keys' hash codes, so that a page goes on behind the last one
	 * whatever has come or gone meanwhile. Keys with the same hash code stay together.
	 */
	private Mono<EntryPage> nearPage(EntryQuery query) {
		return Mono.defer(() -> {
			long after = query.position().isEmpty() ? -1 : hash(query.position());
			return this.near.heads()
				.filter((head) -> order(head) > after && query.wants(head))
				.collectSortedList(Comparator.comparingLong(TieredEntries::order));
		}).map((all) -> {
			int end = Math.min(query.limit(), all.size());
			while (end > 0 && end < all.size() && order(all.get(end)) == order(all.get(end - 1))) {
				end++;
			}
			List<EntryCopy> copies = all.subList(0, end)
				.stream()
				.map((head) -> copy(head, List.of(Tier.NEAR)))
				.toList();
			return new EntryPage(copies,
					(end < all.size()) ? HexFormat.of().toHexDigits((int) order(all.get(end - 1))) : "");
		});
	}

	private static long order(EntryHead head) {
		return Integer.toUnsignedLong(head.key().hashCode());
	}

	private static long hash(String position) {
		if (position.length() != Integer.BYTES * 2) {
			throw new IllegalArgumentException("No page has named this position");
		}
		return HexFormat.fromHexDigitsToLong(position);
	}

	@Override
	public Mono<EntryDetail> entry(String id) {
		return find(id).map((found) -> {
			List<EntryCopy> copies = new ArrayList<>();
			found.near()
				.ifPresent((entry) -> copies.add(copy(EntryHead.of(entry, entry.weight()), List.of(Tier.NEAR))));
			found.shared()
				.ifPresent(
						(entry) -> copies.add(copy(EntryHead.of(entry, entry.payload().length), List.of(Tier.SHARED))));
			return new EntryDetail(found.key(), copies, preview(found.any()), found.sharedReached());
		});
	}

	private EntryPreview preview(StoredEntry entry) {
		PreviewPolicy policy = this.policies.apply(entry.key().cache());
		if (policy == PreviewPolicy.HIDDEN) {
			return EntryPreview.HIDDEN;
		}
		EntryPreview preview = this.previewer.preview(entry, policy);
		return (preview != null) ? preview : EntryPreview.HIDDEN;
	}

	@Override
	public Mono<EntryRemoval> remove(String id) {
		return find(id)
			.flatMap((found) -> this.invalidator.invalidate(Invalidation.ofKeys(Set.of(found.key().text())))
				.then(Mono.defer(() -> removeShared(found.key())))
				.map((removed) -> new EntryRemoval(found.key(), this.near.remove(found.key()), removed.orElse(false),
						removed.isPresent())))
			.doOnNext((removal) -> logger.info("Removed entry {}", removal.key().digest()));
	}

	private Mono<Optional<Boolean>> removeShared(EntryKey key) {
		return this.shared.remove(key).map(Optional::of).onErrorResume((ex) -> {
			logger.debug("An entry could not be removed from the shared tier", ex);
			return Mono.just(Optional.empty());
		});
	}

	/**
	 * Looks in Redis, which knows digests, and then in memory, which has to make those of
	 * all its keys if Redis does not know this one.
	 */
	private Mono<Found> find(String id) {
		return this.shared.find(id)
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.map((entry) -> new Found(Optional.empty(), entry, true))
			.onErrorResume((ex) -> {
				logger.debug("The shared tier could not be asked for an entry", ex);
				return Mono.just(new Found(Optional.empty(), Optional.empty(), false));
			})
			.flatMap(
					(found) -> inMemory(id, found).map((entry) -> found.with(Optional.of(entry))).defaultIfEmpty(found))
			.filter(Found::isAnything);
	}

	private Mono<StoredEntry> inMemory(String id, Found found) {
		if (found.shared().isPresent()) {
			return this.near.find(found.key());
		}
		return this.near.heads()
			.map(EntryHead::key)
			.filter((key) -> key.digest().equals(id))
			.next()
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap(this.near::find);
	}

	/** What both tiers hold under a key. */
	private record Found(Optional<StoredEntry> near, Optional<StoredEntry> shared, boolean sharedReached) {

		Found with(Optional<StoredEntry> entry) {
			return new Found(entry, this.shared, this.sharedReached);
		}

		boolean isAnything() {
			return this.near.isPresent() || this.shared.isPresent();
		}

		StoredEntry any() {
			return this.near.or(() -> this.shared).orElseThrow();
		}

		EntryKey key() {
			return any().key();
		}

	}

}
