package io.freshet.caching.invalidation;

import java.util.List;
import java.util.Set;

import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.freshet.caching.CacheTag;

/**
 * Makes room for a value that takes the place of what every instance has under a key: the
 * key is invalidated, and whoever did so learns whether its own value is younger than
 * that.
 * <p>
 * The value was read before its own invalidation, and somebody else may have replaced it
 * in between. So the value is kept only if nothing that concerns it was invalidated from
 * its stamp on but by this very call, which is certain as soon as the view has reached
 * this invalidation. Of two who replace a key at the same time none keeps its value, and
 * the next reader loads.
 */
public final class KeyReplacer {

	private final TransactionalInvalidator invalidator;

	private final InvalidationLedger ledger;

	/**
	 * Makes a replacer.
	 * @param invalidator records the invalidations
	 * @param ledger the ledger that they go to
	 */
	public KeyReplacer(TransactionalInvalidator invalidator, InvalidationLedger ledger) {
		this.invalidator = invalidator;
		this.ledger = ledger;
	}

	/**
	 * Invalidates a key in every instance, outside of a transaction; inside of one, when
	 * that commits.
	 * @param key the full text of the key
	 * @param tag the cache tag that stands for the key, which is invalidated as well
	 * @param others the other cache tags of the value that takes its place
	 * @param stamp the stamp from before that value was read
	 * @return the stamp to keep the value with; empty if it must not be kept; an error if
	 * the invalidation could not be recorded
	 */
	public Mono<Stamp> replace(String key, CacheTag tag, Set<CacheTag> others, Stamp stamp) {
		return Mono.deferContextual((context) -> {
			FreshnessView view = this.ledger.view();
			KeyWatch watch = view.watch(key, tag);
			boolean untouched = view.isValid(stamp, key, others) && view.isValid(stamp, key, List.of(tag));
			Mono<Stamp> reached = Mono.fromSupplier(view::stamp)
				.filter((now) -> untouched && watch.sawOneAtMost() && view.isValidButForKey(stamp, key, others));
			return invalidated(new Invalidation(Set.of(tag.value()), Set.of(key), null), context).then(reached)
				.doFinally((signal) -> watch.close());
		});
	}

	private Mono<Boolean> invalidated(Invalidation invalidation, ContextView context) {
		WriteReceipt receipt = WriteReceipt.inside(context);
		return this.invalidator.invalidate(invalidation)
			.contextWrite(receipt::into)
			.then(Mono.defer(() -> Mono.justOrEmpty(receipt.token(this.ledger)).flatMap(this.ledger::sees)));
	}

}
