package io.freshet.caching.metrics;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.freshet.caching.CacheName;
import io.freshet.caching.store.StoreContent;

/**
 * What a store holds, remembered for a second: to find out takes a walk over its entries,
 * and a scrape asks for each cache.
 */
final class RecentContent {

	private static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Supplier<Map<CacheName, StoreContent>> source;

	private final LongSupplier nanoTime;

	private long readAt;

	private Map<CacheName, StoreContent> content = Map.of();

	RecentContent(Supplier<Map<CacheName, StoreContent>> source, LongSupplier nanoTime) {
		this.source = source;
		this.nanoTime = nanoTime;
		this.readAt = nanoTime.getAsLong() - MEMORY_NANOS;
	}

	synchronized StoreContent of(CacheName cache) {
		long now = this.nanoTime.getAsLong();
		if (now - this.readAt >= MEMORY_NANOS) {
			this.content = this.source.get();
			this.readAt = now;
		}
		return this.content.getOrDefault(cache, StoreContent.EMPTY);
	}

}
