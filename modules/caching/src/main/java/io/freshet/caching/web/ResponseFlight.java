package io.freshet.caching.web;

import java.util.concurrent.atomic.AtomicReference;

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

	private final Sinks.One<Arrival> arrival = Sinks.one();

	private final Sinks.One<StoredResponse> outcome = Sinks.one();

	private final Sinks.Empty<Void> abandoned = Sinks.empty();

	private final AtomicReference<@Nullable Object> trace = new AtomicReference<>();

	private volatile @Nullable StoredResponse kept;

	private volatile boolean passing;

	private volatile boolean deserted;

	/**
	 * Makes a flight that has not begun.
	 * @param key the key of the request
	 * @param begunAt the number of the last invalidation that was known
	 */
	ResponseFlight(EntryKey key, long begunAt) {
		this.key = key;
		this.begunAt = begunAt;
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
	 * Returns what stands for this in traces.
	 */
	AtomicReference<@Nullable Object> trace() {
		return this.trace;
	}

	/**
	 * Waits for the head.
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
	 * @param over is run at the end, before anybody who waits for it: they may begin
	 * another one
	 */
	Mono<Void> carrying(Mono<Void> work, Runnable over) {
		return work.takeUntilOther(this.abandoned.asMono()).doOnSuccess((done) -> {
			over.run();
			end();
		}).doOnError((ex) -> {
			over.run();
			failed(ex);
		}).doOnCancel(() -> {
			over.run();
			end();
		});
	}

	void arrived(Arrival what) {
		this.passing = what instanceof Arrival.Passing;
		this.arrival.tryEmitValue(what);
	}

	void completed(StoredResponse response) {
		this.kept = response;
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
	 * What was kept before the handler failed is as good as ever.
	 */
	private void failed(Throwable error) {
		this.arrival.tryEmitValue(new Arrival.Failed(error));
		if (this.kept != null) {
			this.outcome.tryEmitValue(this.kept);
		}
		else {
			this.outcome.tryEmitError(error);
		}
	}

	private void end() {
		this.arrival.tryEmitValue(new Arrival.Passing());
		this.outcome.tryEmitValue(this.kept);
	}

}
