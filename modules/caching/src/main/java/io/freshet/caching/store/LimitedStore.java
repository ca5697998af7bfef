package io.freshet.caching.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;

/**
 * Keeps in another store what is within the limits, and counts the rest. The first time
 * that a cache exceeds one, the log says so.
 */
public final class LimitedStore extends DelegatingStore {

	private static final Logger logger = LoggerFactory.getLogger(LimitedStore.class);

	private final EntryLimits limits;

	private final CacheRecorder recorder;

	private final Set<Warning> given = ConcurrentHashMap.newKeySet();

	/**
	 * Puts limits around a store.
	 * @param delegate the store
	 * @param limits how large an entry may be
	 * @param recorder is told of what is refused
	 */
	public LimitedStore(CacheStore delegate, EntryLimits limits, CacheRecorder recorder) {
		super(delegate);
		this.limits = limits;
		this.recorder = recorder;
	}

	@Override
	public Mono<Void> put(StoredEntry entry) {
		return unlessRefused(entry, delegate()::put);
	}

	@Override
	public Mono<Void> share(StoredEntry entry) {
		return unlessRefused(entry, delegate()::share);
	}

	private Mono<Void> unlessRefused(StoredEntry entry, Function<StoredEntry, Mono<Void>> keep) {
		RefusalReason refusal = refusal(entry);
		return (refusal == null) ? keep.apply(entry) : Mono.fromRunnable(() -> refuse(entry, refusal));
	}

	private @Nullable RefusalReason refusal(StoredEntry entry) {
		if (entry.payload().length > this.limits.valueSize()) {
			return RefusalReason.TOO_LARGE;
		}
		return (entry.tags().size() > this.limits.tags()) ? RefusalReason.TOO_MANY_TAGS : null;
	}

	private void refuse(StoredEntry entry, RefusalReason reason) {
		CacheName cache = entry.key().cache();
		this.recorder.refused(cache, reason);
		if (this.given.add(new Warning(cache, reason))) {
			logger.warn(
					"Not cached ({}): an entry of cache '{}' has {} bytes and {} tags, allowed are {} and {};"
							+ " see freshet.caching.limits. Said once for each cache, counted always",
					reason.label(), cache, entry.payload().length, entry.tags().size(), this.limits.valueSize(),
					this.limits.tags());
		}
	}

	private record Warning(CacheName cache, RefusalReason reason) {
	}

}
