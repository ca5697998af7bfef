package io.freshet.caching.load;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * One place among the readers of a {@link SharedStream}, and the reader that takes it. It
 * hands elements on in turns, which the source gives it after each element, and it itself
 * when more is requested. Of turns that meet, whoever comes first takes all: the usual
 * counter of work in progress sees to that.
 *
 * @param <T> the type of the elements
 */
final class StreamReader<T> extends Flux<T> implements Subscription {

	private final SharedStream<T> stream;

	private final AtomicBoolean occupied = new AtomicBoolean();

	private final AtomicBoolean gone = new AtomicBoolean();

	private final AtomicLong requested = new AtomicLong();

	private final AtomicInteger turns = new AtomicInteger();

	private volatile @Nullable CoreSubscriber<? super T> subscriber;

	/** Where this reader is; touched in its turns alone. */
	private @Nullable Link<T> at;

	private volatile long taken;

	StreamReader(SharedStream<T> stream, Link<T> from) {
		this.stream = stream;
		this.at = from;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		if (!this.occupied.compareAndSet(false, true)) {
			Operators.error(actual, new IllegalStateException("A place among the readers is for one subscriber"));
			return;
		}
		actual.onSubscribe(this);
		this.subscriber = actual;
		takeTurn();
	}

	@Override
	public void request(long number) {
		if (Operators.validate(number)) {
			this.requested.accumulateAndGet(number, Operators::addCap);
			takeTurn();
		}
	}

	@Override
	public void cancel() {
		if (this.gone.compareAndSet(false, true)) {
			this.stream.leave(this);
			takeTurn();
		}
	}

	/**
	 * Returns how many elements this reader has taken, as of its last turn.
	 * @return the number
	 */
	long taken() {
		return this.taken;
	}

	/**
	 * Hands on what is there and wanted. If that is going on already, it is done once
	 * more at its end.
	 */
	void takeTurn() {
		if (this.turns.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		do {
			CoreSubscriber<? super T> present = this.subscriber;
			if (present != null) {
				takeWhatIsThere(present);
			}
			missed = this.turns.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private void takeWhatIsThere(CoreSubscriber<? super T> present) {
		// Read before the elements, so that none of them is missed.
		Ending ending = this.stream.ending();
		boolean allTaken = takeElements(present);
		this.stream.letGoOn();
		if (allTaken && ending != null && this.gone.compareAndSet(false, true)) {
			this.stream.leave(this);
			ending.reach(present);
		}
		if (this.gone.get()) {
			this.at = null;
			this.subscriber = null;
		}
	}

	private boolean takeElements(CoreSubscriber<? super T> present) {
		long wanted = this.requested.get();
		long reached = this.taken;
		Link<T> next = (this.at != null) ? this.at.next() : null;
		while (next != null && reached < wanted && !this.gone.get()) {
			this.at = next;
			reached++;
			present.onNext(next.element());
			next = next.next();
		}
		this.taken = reached;
		return next == null;
	}

	/**
	 * An element and the way to the next, or the way to the first.
	 */
	static final class Link<T> {

		private final @Nullable T element;

		private volatile @Nullable Link<T> next;

		Link(@Nullable T element) {
			this.element = element;
		}

		T element() {
			return Objects.requireNonNull(this.element);
		}

		@Nullable Link<T> next() {
			return this.next;
		}

		void append(Link<T> appended) {
			this.next = appended;
		}

	}

	/**
	 * The source of a stream was cancelled, or never begun.
	 */
	static final class CancelledStreamException extends CancellationException {

		CancelledStreamException() {
			super("The source of a shared stream was cancelled");
		}

	}

	/**
	 * How a stream ended.
	 *
	 * @param error the error, if that was it
	 */
	record Ending(@Nullable Throwable error) {

		void reach(CoreSubscriber<?> subscriber) {
			if (this.error != null) {
				subscriber.onError(this.error);
			}
			else {
				subscriber.onComplete();
			}
		}

	}

}
