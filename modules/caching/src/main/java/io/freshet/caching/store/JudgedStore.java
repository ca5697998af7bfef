package io.freshet.caching.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.InvalidationLedger;

/**
 * Returns of another store only what has not expired and is valid by the ledger. If the
 * view is older than the bound, a look-up waits for the next one, as long as the ledger
 * grants, and otherwise finds nothing.
 */
public final class JudgedStore extends DelegatingStore {

	private final Tier tier;

	private final InvalidationLedger ledger;

	private final CacheRecorder recorder;

	private final InstantSource clock;

	/**
	 * Puts judgement around a store.
	 * @param delegate the store
	 * @param tier the tier that it is
	 * @param ledger the ledger to judge by
	 * @param recorder is told how look-ups end
	 * @param clock the time by which entries expire
	 */
	public JudgedStore(CacheStore delegate, Tier tier, InvalidationLedger ledger, CacheRecorder recorder,
			InstantSource clock) {
		super(delegate);
		this.tier = tier;
		this.ledger = ledger;
		this.recorder = recorder;
		this.clock = clock;
	}

	@Override
	public Mono<StoredEntry> find(EntryKey key) {
		return Mono.defer(() -> {
			Lookup lookup = new Lookup();
			return delegate().find(key)
				.flatMap((entry) -> validOrEmpty(entry, lookup))
				.doOnTerminate(() -> this.recorder.lookup(key.cache(), this.tier, lookup.outcome));
		});
	}

	/**
	 * Waits for the next view once, if at all.
	 */
	@Override
	public Flux<StoredEntry> findAll(Collection<EntryKey> keys) {
		return delegate().findAll(keys).collectList().flatMapMany((found) -> {
			boolean judgeable = this.ledger.view().isCurrent() || found.stream().allMatch(this::hasExpired);
			Mono<Void> judge = judgeable ? Mono.empty() : this.ledger.refreshed().onErrorComplete();
			return judge.thenMany(Flux.defer(() -> Flux.fromIterable(judgeAll(keys, found))));
		});
	}

	private List<StoredEntry> judgeAll(Collection<EntryKey> keys, List<StoredEntry> found) {
		FreshnessView view = this.ledger.view();
		Set<EntryKey> missing = new HashSet<>(keys);
		List<StoredEntry> valid = new ArrayList<>(found.size());
		for (StoredEntry entry : found) {
			if (!hasExpired(entry) && missing.remove(entry.key())) {
				LookupOutcome outcome = !view.isCurrent() ? LookupOutcome.UNJUDGED
						: isValid(entry, view) ? LookupOutcome.HIT : LookupOutcome.INVALID;
				this.recorder.lookup(entry.key().cache(), this.tier, outcome);
				if (outcome == LookupOutcome.HIT) {
					valid.add(entry);
				}
			}
		}
		missing.forEach((key) -> this.recorder.lookup(key.cache(), this.tier, LookupOutcome.MISS));
		return valid;
	}

	private Mono<StoredEntry> validOrEmpty(StoredEntry entry, Lookup lookup) {
		if (hasExpired(entry)) {
			return Mono.empty();
		}
		FreshnessView view = this.ledger.view();
		if (view.isCurrent()) {
			return judge(entry, view, lookup);
		}
		return this.ledger.refreshed()
			.onErrorComplete()
			.then(Mono.defer(() -> view.isCurrent() ? judge(entry, view, lookup) : unjudged(lookup)));
	}

	private boolean hasExpired(StoredEntry entry) {
		return entry.isExpired(this.clock.millis());
	}

	private static Mono<StoredEntry> judge(StoredEntry entry, FreshnessView view, Lookup lookup) {
		boolean valid = isValid(entry, view);
		lookup.outcome = valid ? LookupOutcome.HIT : LookupOutcome.INVALID;
		return valid ? Mono.just(entry) : Mono.empty();
	}

	private static boolean isValid(StoredEntry entry, FreshnessView view) {
		long sequence = view.sequence();
		long judgedUpTo = entry.judgedUpTo();
		if (judgedUpTo == sequence) {
			return true;
		}
		boolean untouched = judgedUpTo >= 0 && view.isUntouchedSince(judgedUpTo, entry.labelHashes());
		if (!untouched && !view.isValid(entry.stamp(), entry.keyText(), entry.tags())) {
			return false;
		}
		entry.judgedUpTo(sequence);
		return true;
	}

	private static Mono<StoredEntry> unjudged(Lookup lookup) {
		lookup.outcome = LookupOutcome.UNJUDGED;
		return Mono.empty();
	}

	@Override
	public @Nullable StoredEntry peek(EntryKey key, long now) {
		StoredEntry entry = delegate().peek(key, now);
		if (entry == null || entry.isExpired(now)) {
			return null;
		}
		FreshnessView view = this.ledger.view();
		return (view.isCurrent() && isValid(entry, view)) ? entry : null;
	}

	@Override
	public Mono<Void> put(StoredEntry entry) {
		return counted(entry, delegate().put(entry));
	}

	@Override
	public Mono<Void> share(StoredEntry entry) {
		return counted(entry, delegate().share(entry));
	}

	private Mono<Void> counted(StoredEntry entry, Mono<Void> put) {
		return put.doOnSuccess((done) -> this.recorder.put(entry.key().cache(), this.tier));
	}

	/** How the look-up of one subscription ends, so far. */
	private static final class Lookup {

		private LookupOutcome outcome = LookupOutcome.MISS;

	}

}
