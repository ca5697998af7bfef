package io.freshet.caching.load;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

import io.freshet.caching.CachePolicy;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.StoredEntry;

/**
 * Reads entries of several values, which are handed on as they come where an entry has to
 * be loaded.
 * <p>
 * What {@link ReadThrough} decides for an entry holds here as well. The time to wait for
 * a load is the time to its first value or its end; what fails later fails the caller,
 * who has values already.
 */
final class StreamedReads {

	private final ReadThrough one;

	private final Loads loads;

	private final Scheduler timer;

	StreamedReads(ReadThrough one, Loads loads, Scheduler timer) {
		this.one = one;
		this.loads = loads;
		this.timer = timer;
	}

	/**
	 * Reads an entry of several values.
	 * @param reading what to read
	 * @param origin emits the values
	 * @return the values; an error of the load, this time or as it is remembered
	 */
	<V> Flux<V> read(Reading reading, StreamedOrigin<V> origin) {
		if (reading.policy().lease() != null) {
			// Another instance may load, and what it loads is there at the end.
			return this.one.read(reading).flatMapIterable(origin::valuesOf);
		}
		return Flux.deferContextual((context) -> this.one.found(reading).map((entry) -> {
			ReadDecision decision = this.one.decide(entry, reading.policy());
			return (decision == ReadDecision.LOAD_OR_SERVE_STALE)
					? streamOrStale(reading.knowing(entry), entry, origin, context)
					: this.one.answer(decision, reading, entry, context).flatMapIterable(origin::valuesOf);
		}).switchIfEmpty(Mono.fromSupplier(() -> {
			this.one.missed(reading);
			return load(reading, origin, reading.policy().hardTimeout());
		})).flatMapMany(Function.identity()));
	}

	private <V> Flux<V> load(Reading reading, StreamedOrigin<V> origin, @Nullable Duration patience) {
		Flux<V> values = this.loads.stream(reading, origin);
		return (patience == null) ? values
				: eager(begunWithin(patience, values, this.one.timedOut(reading.key().cache(), reading.policy())));
	}

	/**
	 * Asks for the first value at once, so that no time to wait passes because the caller
	 * asks late.
	 */
	private static <V> Flux<V> eager(Flux<V> values) {
		return values.switchOnFirst((first, all) -> all);
	}

	private <V> Flux<V> begunWithin(Duration patience, Flux<V> values, Mono<? extends V> otherwise) {
		return values.timeout(Mono.delay(patience, this.timer), (value) -> Mono.never(), otherwise);
	}

	private <V> Flux<V> streamOrStale(Reading reading, StoredEntry stale, StreamedOrigin<V> origin,
			ContextView context) {
		CachePolicy policy = reading.policy();
		Duration patience = ReadThrough.shorter(policy.softTimeout(), policy.hardTimeout());
		Flux<V> values = this.loads.stream(reading, origin);
		Flux<V> begun = (patience != null) ? begunWithin(patience, values, Mono.error(TooLateException::new)) : values;
		return begun.switchOnFirst((first, all) -> {
			Throwable error = first.getThrowable();
			if (error == null) {
				this.one.missed(reading);
				return all;
			}
			boolean late = error instanceof TooLateException;
			return this.one.staleIfGood(reading, stale, late ? StaleReason.SLOW_LOAD : StaleReason.FAILED_LOAD, context)
				.map((entry) -> Flux.fromIterable(origin.valuesOf(entry)))
				.switchIfEmpty(Mono.fromSupplier(() -> (late && patience != null)
						? load(reading, origin, ReadThrough.rest(policy.hardTimeout(), patience)) : Flux.error(error)))
				.flatMapMany(Function.identity());
		});
	}

	/** The first value did not come in time. */
	private static final class TooLateException extends RuntimeException {

		TooLateException() {
			super("No value yet", null, false, false);
		}

	}

}
