package io.freshet.caching.invalidation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.Ordered;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.FreshnessView.Positioned;

/**
 * Puts invalidations into the ledger: at once, or, inside a reactive transaction, as one
 * row for all of them just before the commit.
 */
public final class TransactionalInvalidator implements CacheInvalidator {

	private static final Logger logger = LoggerFactory.getLogger(TransactionalInvalidator.class);

	private final InvalidationLedger ledger;

	/**
	 * Makes an invalidator.
	 * @param ledger the ledger to write to
	 */
	public TransactionalInvalidator(InvalidationLedger ledger) {
		this.ledger = ledger;
	}

	/**
	 * Returns what puts values in the place of others by invalidations of this one.
	 * @return the replacer
	 */
	public KeyReplacer replacer() {
		return new KeyReplacer(this, this.ledger);
	}

	@Override
	public Mono<Void> invalidate(Collection<CacheTag> tags) {
		return tags.isEmpty() ? Mono.empty() : invalidate(Invalidation.ofTags(tags));
	}

	/**
	 * Records an invalidation.
	 * @param invalidation the invalidation
	 * @return completes when it is recorded; an error if it could not be
	 */
	public Mono<Void> invalidate(Invalidation invalidation) {
		return TransactionSynchronizationManager.forCurrentTransaction()
			.filter(TransactionSynchronizationManager::isSynchronizationActive)
			.onErrorResume(NoTransactionException.class, (ex) -> Mono.empty())
			.map((transaction) -> pendingOf(transaction).add(invalidation))
			.defaultIfEmpty(appendNow(invalidation))
			.flatMap((recorded) -> recorded);
	}

	private Mono<Void> appendNow(Invalidation invalidation) {
		return Mono.deferContextual((context) -> this.ledger.append(invalidation)
			.doOnNext((position) -> committed(context, position, invalidation))
			.then());
	}

	private void committed(ContextView context, long position, Invalidation invalidation) {
		this.ledger.committed(position, invalidation);
		WriteReceipt.record(context, position);
		logger.debug("Invalidated {}", invalidation);
	}

	private Pending pendingOf(TransactionSynchronizationManager transaction) {
		Pending pending = (Pending) transaction.getResource(this);
		if (pending == null) {
			pending = new Pending(transaction);
			transaction.bindResource(this, pending);
			transaction.registerSynchronization(pending);
		}
		return pending;
	}

	/**
	 * The invalidations of one transaction. A transaction runs one step at a time, so
	 * nothing here is shared between threads at once. While the transaction is suspended
	 * for another one, that one collects its own.
	 */
	private final class Pending implements TransactionSynchronization, Ordered {

		private final TransactionSynchronizationManager transaction;

		private final Set<String> tags = new HashSet<>();

		private final Set<String> keys = new HashSet<>();

		private final List<Invalidation> patterns = new ArrayList<>();

		private final List<Positioned> written = new ArrayList<>();

		private Phase phase = Phase.COLLECTING;

		Pending(TransactionSynchronizationManager transaction) {
			this.transaction = transaction;
		}

		/**
		 * Adds an invalidation. Another synchronization of the transaction may still do
		 * so when the row was written already, or even after the commit.
		 */
		Mono<Void> add(Invalidation invalidation) {
			return switch (this.phase) {
				case COLLECTING -> Mono.fromRunnable(() -> collect(invalidation));
				case WRITTEN -> write(invalidation);
				case COMMITTED -> appendNow(invalidation);
			};
		}

		private void collect(Invalidation invalidation) {
			this.tags.addAll(invalidation.tags());
			this.keys.addAll(invalidation.keys());
			KeyPattern pattern = invalidation.pattern();
			if (pattern != null) {
				this.patterns.add(Invalidation.ofPattern(pattern));
			}
		}

		@Override
		public int getOrder() {
			return LOWEST_PRECEDENCE;
		}

		@Override
		public Mono<Void> beforeCommit(boolean readOnly) {
			return Flux.defer(() -> {
				this.phase = Phase.WRITTEN;
				return Flux.fromIterable(rows());
			}).concatMap(this::write).then();
		}

		private List<Invalidation> rows() {
			List<Invalidation> rows = new ArrayList<>(this.patterns);
			if (!this.tags.isEmpty() || !this.keys.isEmpty()) {
				rows.add(new Invalidation(this.tags, this.keys, null));
			}
			return rows;
		}

		private Mono<Void> write(Invalidation row) {
			return TransactionalInvalidator.this.ledger.append(row)
				.doOnNext((position) -> this.written.add(new Positioned(position, row)))
				.then();
		}

		@Override
		public Mono<Void> afterCommit() {
			return Mono.deferContextual((context) -> {
				this.phase = Phase.COMMITTED;
				this.written.forEach((row) -> committed(context, row.position(), row.invalidation()));
				return Mono.empty();
			});
		}

		@Override
		public Mono<Void> suspend() {
			return Mono.fromRunnable(this::unbind);
		}

		@Override
		public Mono<Void> resume() {
			return Mono.fromRunnable(() -> this.transaction.bindResource(TransactionalInvalidator.this, this));
		}

		@Override
		public Mono<Void> afterCompletion(int status) {
			return Mono.fromRunnable(this::unbind);
		}

		private void unbind() {
			this.transaction.unbindResourceIfPossible(TransactionalInvalidator.this);
		}

	}

	/**
	 * How far a transaction is.
	 */
	private enum Phase {

		/** Invalidations are collected. */
		COLLECTING,

		/** The row was written. */
		WRITTEN,

		/** The change is there for all. */
		COMMITTED

	}

}
