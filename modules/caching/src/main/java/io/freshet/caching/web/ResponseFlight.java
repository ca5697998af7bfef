package io.freshet.caching.web;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.store.EntryKey;

/**
 * One request to the handler, which several clients may wait for. It does not belong to
 * the client that began it: that one may leave, and what is going to be kept is fetched
 * to its end. What is for that client alone ends with it.
 */
final class ResponseFlight {

	private final EntryKey key;

	private final long begunAt;

	private final Consumer<ResponseFlight> over;

	private final Sinks.One<Arrival> arrival = Sinks.one();

	private final Sinks.One<StoredResponse> outcome = Sinks.one();

	private final Sinks.Empty<Void> abandoned = Sinks.empty();

	private final AtomicReference<@Nullable Object> trace = new AtomicReference<>();

	private final AtomicBoolean decided = new AtomicBoolean();

	private volatile @Nullable StoredResponse kept;

	private volatile boolean passing;

	private volatile boolean deserted;

	/**
	 * Makes a flight that has not begun.
	 * @param key the key of the request
	 * @param begunAt the number of the last invalidation that was known
	 * @param over is told when nobody is to join this any more, before anybody sees how
	 * it ended: they may begin another one
	 */
	ResponseFlight(EntryKey key, long begunAt, Consumer<ResponseFlight> over) {
		this.key = key;
		this.begunAt = begunAt;
		this.over = over;
	}

	EntryKey key() {
		return this.key;
	}

	/**
	 * Returns whether what this brings is as new as a request that came later expects: no
	 * invalidation became known between the two, so none that this has not seen.
	 * @param sequence the number of the last invalidation that was known when the request
	 * came
	 */
	boolean isSeenBy(long sequence) {
		return this.begunAt >= sequence;
	}

	/**
	 * Decides whether this begins or is taken back, which two threads may be about to do
	 * at once.
	 * @return whether it is for the caller to do so
	 */
	boolean decide() {
		return this.decided.compareAndSet(false, true);
	}

	/**
	 * Returns what stands for this in traces.
	 */
	AtomicReference<@Nullable Object> trace() {
		return this.trace;
	}

	/**
	 * Waits until it is known what comes of this.
	 */
	Mono<Arrival> arrival() {
		return this.arrival.asMono();
	}

	/**
	 * Waits for the whole response.
	 * @return the response as it is kept; empty if it is not
	 */
	Mono<StoredResponse> complete() {
		return this.outcome.asMono().onErrorComplete();
	}

	/**
	 * Waits for the handler.
	 * @return completes when it has; its error
	 */
	Mono<Void> ended() {
		return this.outcome.asMono().then();
	}

	/**
	 * Returns the work bound to this flight.
	 * @param work asks the handler
	 */
	Mono<Void> carrying(Mono<Void> work) {
		return work.takeUntilOther(this.abandoned.asMono())
			.doOnSuccess((done) -> end())
			.doOnError(this::failed)
			.doOnCancel(this::end);
	}

	void arrived(Arrival what) {
		this.passing = what instanceof Arrival.Passing;
		this.arrival.tryEmitValue(what);
	}

	/**
	 * Takes note of what was kept. Whoever asks from now on asks the cache, which may
	 * know better than this whether it is still fresh.
	 */
	void completed(StoredResponse response) {
		this.kept = response;
		this.over.accept(this);
	}

	/**
	 * Takes note that the response is too long to be kept. It may come for as long as its
	 * readers like, and whoever does not read it need not wait for that.
	 */
	void outgrown() {
		this.over.accept(this);
		this.outcome.tryEmitEmpty();
	}

	/**
	 * Returns whether the response is in the cache.
	 */
	boolean isKept() {
		return this.kept != null;
	}

	/**
	 * Takes note that the client that began this is gone.
	 */
	void desert() {
		this.deserted = true;
		if (this.passing) {
			this.abandoned.tryEmitEmpty();
		}
	}

	boolean isDeserted() {
		return this.deserted;
	}

	/**
	 * Tells that there is no response. What was kept before the handler failed is as good
	 * as ever.
	 */
	void failed(Throwable error) {
		this.over.accept(this);
		this.arrival.tryEmitValue(new Arrival.Failed(error));
		if (this.kept != null) {
			this.outcome.tryEmitValue(this.kept);
		}
		else {
			this.outcome.tryEmitError(error);
		}
	}

	private void end() {
		this.over.accept(this);
		this.arrival.tryEmitValue(new Arrival.Passing());
		this.outcome.tryEmitValue(this.kept);
	}

}
