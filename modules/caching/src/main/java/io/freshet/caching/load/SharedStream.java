package io.freshet.caching.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.freshet.caching.load.StreamReader.CancelledStreamException;
import io.freshet.caching.load.StreamReader.Ending;
import io.freshet.caching.load.StreamReader.Link;

/**
 * What one source emits, for all who join while it runs: each reader gets every element
 * from the first on, and those that are still to come as they come, at its own demand.
 * <p>
 * <b>Two phases.</b> As long as the elements weigh no more than the limit they are meant
 * to be kept, so that the source is drained as fast as it emits, whatever the readers ask
 * for, and whether or not there are any. The element that goes over the limit ends that:
 * from then on nobody may join, and the source is asked for more only as the slowest
 * reader takes what is there. Beyond what had come by then, no more than {@value #BATCH}
 * elements wait in the history for the slowest reader, and as many on their way from the
 * source. When the last reader has gone, the source is cancelled.
 * <p>
 * <b>History.</b> The elements form a linked list along which each reader walks. The
 * stream holds its beginning, for those who are still to join, and lets go of it when
 * nobody may: what the slowest reader has passed is then garbage.
 * <p>
 * <b>Threads.</b> The source appends serially, as publishers do. After each element it
 * gives every {@link StreamReader} a turn. There are no locks and no change of threads:
 * an element reaches a reader on the thread of the source or of a reader's request. Over
 * the limit the source is held by an inner publisher that completes when the slowest
 * reader has gone on; who places it looks at the readers again, and who reads looks for
 * it after each turn, so that one sees the other. The number of readers and the word that
 * nobody may join are one number: a reader joins before history is dropped or not at all.
 * <p>
 * <b>Endings.</b> Readers see the end when they have taken every element before it, and
 * completion only after what is to be done at the end is done.
 *
 * @param <T> the type of the elements
 */
public final class SharedStream<T> {

	private static final int BATCH = 32;

	/** Added to the number of readers when nobody may join any more. */
	private static final int CLOSED = Integer.MIN_VALUE;

	private final ToLongFunction<? super T> weigher;

	private final long limit;

	private final Runnable atLimit;

	private final AtomicBoolean begun = new AtomicBoolean();

	private final AtomicInteger audience = new AtomicInteger();

	private final Set<StreamReader<T>> readers = ConcurrentHashMap.newKeySet();

	private final Sinks.Empty<Void> abandonment = Sinks.empty();

	private final AtomicReference<Sinks.@Nullable Empty<Void>> hold = new AtomicReference<>();

	private volatile @Nullable Link<T> beginning;

	private Link<T> last;

	private long weight;

	private final AtomicLong count = new AtomicLong();

	private volatile boolean overLimit;

	private volatile boolean whole;

	private volatile boolean abandoned;

	private volatile @Nullable Ending ending;

	/**
	 * Makes a stream that has not begun.
	 * @param weigher says what an element weighs; one that weighs nothing is kept however
	 * many there are
	 * @param limit the weight that all elements together may have to be kept
	 * @param atLimit is run once, before any reader sees the element that goes over the
	 * limit
	 */
	public SharedStream(ToLongFunction<? super T> weigher, long limit, Runnable atLimit) {
		this.weigher = weigher;
		this.limit = limit;
		this.atLimit = atLimit;
		this.last = new Link<>(null);
		this.beginning = this.last;
	}

	/**
	 * Lets the elements of a source through this stream. To be subscribed to once, with
	 * the context that the source is to see. Cancelling cancels the source, or what is
	 * done at the end, and fails the readers with a {@link CancellationException}.
	 * @param source emits the elements
	 * @param atEnd is run when the source has completed within the limit, and can use
	 * {@link #elements()}; not after an error, and not if the limit was exceeded, as
	 * there is nothing to keep then
	 * @return completes after that, and when the source was {@link #isAbandoned()
	 * abandoned}; the error of the source, of the weigher or of what is done at the end
	 */
	public Mono<Void> drain(Publisher<? extends T> source, Mono<Void> atEnd) {
		return Mono.defer(() -> this.begun.compareAndSet(false, true) ? drained(source, atEnd)
				: Mono.error(new IllegalStateException("A shared stream has one source")));
	}

	private Mono<Void> drained(Publisher<? extends T> source, Mono<Void> atEnd) {
		return Flux.<T>from(source)
			.concatMap(this::append, BATCH)
			.takeUntilOther(this.abandonment.asMono())
			.then(Mono.defer(() -> finish(atEnd)))
			.doOnSuccess((nothing) -> end(new Ending(null)))
			.doOnError(this::fail)
			.doOnCancel(() -> fail(new CancelledStreamException()));
	}

	private Mono<Void> append(T element) {
		Link<T> appended = new Link<>(element);
		this.last.append(appended);
		this.last = appended;
		this.count.incrementAndGet();
		if (!this.overLimit) {
			this.weight += Math.max(0, this.weigher.applyAsLong(element));
			if (this.weight > this.limit) {
				this.overLimit = true;
				close();
				this.atLimit.run();
			}
		}
		this.readers.forEach(StreamReader::takeTurn);
		return (this.overLimit && isSomebodyBehind()) ? held() : Mono.empty();
	}

	private Mono<Void> held() {
		Sinks.Empty<Void> mine = Sinks.empty();
		this.hold.set(mine);
		letGoOn();
		return mine.asMono();
	}

	/**
	 * Lets the source go on if it is held and the slowest reader has come near enough.
	 */
	void letGoOn() {
		Sinks.Empty<Void> held = this.hold.get();
		if (held != null && !isSomebodyBehind() && this.hold.compareAndSet(held, null)) {
			held.tryEmitEmpty();
		}
	}

	private boolean isSomebodyBehind() {
		long reached = this.count.get() - BATCH;
		return this.readers.stream().anyMatch((reader) -> reader.taken() <= reached);
	}

	private Mono<Void> finish(Mono<Void> atEnd) {
		this.whole = !this.overLimit;
		return this.whole ? atEnd : Mono.empty();
	}

	/** Ends this stream, begun or not, with an error. */
	void fail(Throwable ex) {
		this.whole = false;
		end(new Ending(ex));
		close();
	}

	/** Returns how the stream ended; what precedes the end is there by then. */
	@Nullable Ending ending() {
		return this.ending;
	}

	private void end(Ending how) {
		this.ending = how;
		this.readers.forEach(StreamReader::takeTurn);
	}

	/**
	 * Lets nobody join from here on, and lets go of the history.
	 */
	private void close() {
		int present = this.audience.getAndUpdate((number) -> number | CLOSED);
		this.beginning = null;
		if (present == 0) {
			abandon();
		}
	}

	void leave(StreamReader<T> reader) {
		this.readers.remove(reader);
		if (this.audience.decrementAndGet() == CLOSED) {
			abandon();
		}
		letGoOn();
	}

	private void abandon() {
		if (this.ending == null) {
			this.abandoned = true;
			this.abandonment.tryEmitEmpty();
		}
	}

	/**
	 * Reads this stream.
	 * @return every element from the first on, then the end that it has; an
	 * {@link IllegalStateException} if at the time of the subscription nobody may join
	 */
	public Flux<T> read() {
		return Flux.defer(() -> {
			Flux<T> reader = tryRead();
			return (reader != null) ? reader
					: Flux.error(new IllegalStateException("The beginning of a shared stream is gone"));
		});
	}

	/**
	 * Joins this stream, unless it is too late for that. To be called when the result is
	 * about to be subscribed to, as in {@link Flux#defer}: the reader counts from here
	 * on, and one that does not read holds up a source that is over the limit.
	 * @return what {@link #read()} returns, for one subscriber; null if nobody may join
	 */
	public @Nullable Flux<T> tryRead() {
		Link<T> from = this.beginning;
		int present;
		do {
			present = this.audience.get();
			if (present < 0 || from == null) {
				return null;
			}
		}
		while (!this.audience.compareAndSet(present, present + 1));
		StreamReader<T> reader = new StreamReader<>(this, from);
		this.readers.add(reader);
		return reader;
	}

	/**
	 * Returns whether a reader can join now; another moment may bring another answer.
	 * @return whether all elements so far are here and the source has not failed
	 */
	boolean isJoinable() {
		return this.audience.get() >= 0;
	}

	/**
	 * Returns whether the elements weigh more than the limit.
	 * @return whether they do
	 */
	boolean isOverLimit() {
		return this.overLimit;
	}

	/**
	 * Returns whether the source was cancelled, over the limit and without readers.
	 * @return whether it was
	 */
	boolean isAbandoned() {
		return this.abandoned;
	}

	/**
	 * Returns all elements, from the time when what is done at the end begins.
	 * @return the elements
	 * @throws IllegalStateException if the source has not completed within the limit
	 */
	public List<T> elements() {
		Link<T> link = this.beginning;
		if (!this.whole || link == null) {
			throw new IllegalStateException("A shared stream has all elements only when it completed within its limit");
		}
		List<T> elements = new ArrayList<>((int) Math.min(this.count.get(), Integer.MAX_VALUE - 8));
		for (link = link.next(); link != null; link = link.next()) {
			elements.add(link.element());
		}
		return elements;
	}

}
