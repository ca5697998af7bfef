package io.freshet.caching.load;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Loaded;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.CacheObserver;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

/**
 * Loads of one key, each of which brings a number.
 */
final class NumberLoads {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final EntryKey KEY = new EntryKey(CacheName.of("posts"), CacheKey.of(1));

	private final FreshnessView view = Loaded.view();

	private final BackgroundWork background;

	private final Coalescer coalescer;

	private final AtomicInteger loads = new AtomicInteger();

	/**
	 * Nothing is loaded yet.
	 * @param room the number of loads that may outlive their callers
	 */
	NumberLoads(int room) {
		this.background = new BackgroundWork(room);
		this.coalescer = new Coalescer(this.view, this.background, CacheRecorder.NONE, CacheObserver.NONE);
	}

	/** Loads, or joins, the number of the load. */
	int load() {
		return load(this.loads::incrementAndGet);
	}

	/** Loads, or joins, what the origin says; -1 if nothing comes. */
	int load(Callable<Integer> origin) {
		Mono<StoredEntry> load = Mono.fromCallable(() -> {
			Stamp stamp = this.view.stamp();
			return new StoredEntry(KEY, EntryKind.ONE, new byte[] { origin.call().byteValue() }, Instant.EPOCH,
					Instant.ofEpochMilli(Long.MAX_VALUE), Loaded.TAGS, stamp);
		});
		return this.coalescer.load(KEY, EntryKind.ONE, load)
			.map((entry) -> (int) entry.payload()[0])
			.blockOptional(TIMEOUT)
			.orElse(-1);
	}

	/** This instance obeys a change of what is loaded, as after a commit. */
	void invalidate() {
		this.view.apply(10, Loaded.change(1));
	}

	int running() {
		return this.background.running();
	}

}
