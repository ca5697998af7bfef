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
	 * Invalidates a key in every instance, outside of a transaction.
	 * @param key the full text of the key
	 * @param tags the cache tags of the value that takes its place
	 * @param stamp the stamp from before that value was read
	 * @return the stamp to keep the value with; empty if it must not be kept; an error if
	 * the invalidation could not be recorded
	 */
	public Mono<Stamp> replace(String key, Set<CacheTag> tags, Stamp stamp) {
		return Mono.deferContextual((context) -> {
			KeyWatch watch = this.ledger.view().watch(key);
			boolean untouched = this.ledger.view().isValid(stamp, key, tags);
			return invalidated(key, context)
				.then(Mono.fromSupplier(() -> this.ledger.view().stamp())
					.filter((reached) -> untouched && watch.sawOneAtMost()
							&& this.ledger.view().isValidButForKey(stamp, key, tags)))
				.doFinally((signal) -> watch.close());
		});
	}

	private Mono<Boolean> invalidated(String key, ContextView context) {
		WriteReceipt receipt = WriteReceipt.inside(context);
		return this.invalidator.invalidate(Invalidation.ofKeys(List.of(key)))
			.contextWrite(receipt::into)
			.then(Mono.defer(() -> Mono.justOrEmpty(receipt.token(this.ledger)).flatMap(this.ledger::sees)));
	}

}
