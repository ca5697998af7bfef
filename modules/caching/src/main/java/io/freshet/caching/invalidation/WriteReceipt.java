package io.freshet.caching.invalidation;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Collects through the Reactor context which changes were committed on behalf of somebody
 * who wants to know. Safe for use by several threads.
 */
public final class WriteReceipt {

	private final Queue<Long> positions = new ConcurrentLinkedQueue<>();

	private final @Nullable WriteReceipt enclosing;

	/**
	 * Makes a receipt.
	 */
	public WriteReceipt() {
		this(null);
	}

	private WriteReceipt(@Nullable WriteReceipt enclosing) {
		this.enclosing = enclosing;
	}

	/**
	 * Makes a receipt inside the one that a context may have, which gets all of its
	 * changes as well.
	 * @param context the context of the subscriber
	 * @return the receipt
	 */
	static WriteReceipt inside(ContextView context) {
		return new WriteReceipt(context.getOrDefault(WriteReceipt.class, null));
	}

	/**
	 * Puts this receipt in place.
	 * @param context the context to extend
	 * @return the context with this receipt
	 */
	public Context into(Context context) {
		return context.put(WriteReceipt.class, this);
	}

	/**
	 * Notes a change on the receipt of a context, if it has one.
	 */
	static void record(ContextView context, long position) {
		WriteReceipt receipt = context.getOrDefault(WriteReceipt.class, null);
		while (receipt != null) {
			receipt.positions.add(position);
			receipt = receipt.enclosing;
		}
	}

	/**
	 * Returns a token for what was committed so far.
	 * @param ledger the ledger that remembers it
	 * @return the token; empty if there is nothing to wait for, or too much for a token
	 */
	public Optional<FreshnessToken> token(InvalidationLedger ledger) {
		List<Long> committed = List.copyOf(this.positions);
		return (committed.isEmpty() || committed.size() > FreshnessToken.MAX_POSITIONS) ? Optional.empty()
				: Optional.of(FreshnessToken.of(ledger.view().snapshot().history(), committed));
	}

}
