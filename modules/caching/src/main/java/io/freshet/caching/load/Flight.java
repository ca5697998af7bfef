package io.freshet.caching.load;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

/**
 * A load that runs, and what it brings in the end.
 */
final class Flight {

	private final long begunAt;

	private final Sinks.One<StoredEntry> result = Sinks.one();

	/** What stands for the load in traces, for those who join. */
	private final AtomicReference<@Nullable Object> trace = new AtomicReference<>();

	/** Set before anybody can join, if those who do get the values as they come. */
	private @Nullable StreamedFill<?> fill;

	Flight(long begunAt) {
		this.begunAt = begunAt;
	}

	/** The number of the last invalidation that was known when it began. */
	long begunAt() {
		return this.begunAt;
	}

	/** The entry; empty if there is to be none; the error of the load. */
	Mono<StoredEntry> result() {
		return this.result.asMono();
	}

	AtomicReference<@Nullable Object> trace() {
		return this.trace;
	}

	@Nullable StreamedFill<?> fill() {
		return this.fill;
	}

	void filledBy(StreamedFill<?> fill) {
		this.fill = fill;
	}

	void succeeded(@Nullable StoredEntry entry) {
		this.result.tryEmitValue(entry);
	}

	void failed(Throwable ex) {
		this.result.tryEmitError(ex);
	}

	/** Whoever waits for an entry asks again. */
	void bringsNoEntry() {
		this.result.tryEmitEmpty();
	}

	/** Whoever waits asks again. */
	void abandoned() {
		if (this.fill != null) {
			this.fill.abandon();
		}
		bringsNoEntry();
	}

	/**
	 * What is loaded once at a time.
	 *
	 * @param key the key
	 * @param kind what callers can use
	 */
	record Slot(EntryKey key, EntryKind kind) {
	}

}
