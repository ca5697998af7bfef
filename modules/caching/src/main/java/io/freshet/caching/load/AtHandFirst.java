package io.freshet.caching.load;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.ContextView;

/**
 * Answers with a value that is at hand, and only otherwise subscribes to anything: a hit
 * in memory takes no chain of operators, which would cost several times the look-up.
 */
final class AtHandFirst<V> extends Mono<V> {

	private final Function<ContextView, @Nullable V> atHand;

	private final Mono<V> otherwise;

	private AtHandFirst(Function<ContextView, @Nullable V> atHand, Mono<V> otherwise) {
		this.atHand = atHand;
		this.otherwise = otherwise;
	}

	/**
	 * Makes a publisher.
	 * @param <V> the type of the value
	 * @param atHand looks, for each subscriber anew; must neither wait nor throw
	 * @param otherwise is subscribed to if that gives nothing
	 * @return the publisher
	 */
	static <V> Mono<V> of(Function<ContextView, @Nullable V> atHand, Mono<V> otherwise) {
		return onAssembly(new AtHandFirst<>(atHand, otherwise));
	}

	@Override
	public void subscribe(CoreSubscriber<? super V> actual) {
		V value = this.atHand.apply(actual.currentContext());
		if (value != null) {
			actual.onSubscribe(Operators.scalarSubscription(actual, value));
		}
		else {
			this.otherwise.subscribe(actual);
		}
	}

}
