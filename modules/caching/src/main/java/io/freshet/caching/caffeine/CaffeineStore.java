package io.freshet.caching.caffeine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.store.AccessListener;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoreContent;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.Tier;

/**
 * Keeps entries in the memory of this process, bounded by their weight in bytes; what is
 * used least is evicted first. An entry is kept with its payload, or with its value from
 * when on that was asked for, and weighed again then. Every operation completes on the
 * calling thread.
 * <p>
 * <b>Maintenance.</b> What an operation leaves to do, a few entries at most, is done by
 * whoever comes by: waking another thread for it costs more than doing it. What has
 * expired may be many entries at once, and is removed by an executor. The two are told
 * apart by the time: for Caffeine it passes only when the executor has come to do that.
 */
public final class CaffeineStore implements CacheStore {

	/**
	 * How often what has expired is removed while others are used. Caffeine tells it to
	 * about a second; whoever reads looks at the time for himself.
	 */
	private static final long TIDYING_MILLIS = 250;

	private final Cache<EntryKey, StoredEntry> entries;

	private final InstantSource clock;

	private final Executor executor;

	private final CacheRecorder recorder;

	private final AccessListener accesses;

	/** The time for Caffeine, milliseconds since 1970. */
	private volatile long now;

	private final AtomicLong tidyingDue;

	private final Consumer<StoredEntry> decoded = this::decoded;

	private final ContentTally content = new ContentTally();

	/**
	 * Makes an empty store.
	 * @param maximumWeight the bound, in bytes
	 * @param clock the time by which entries expire
	 * @param executor removes what has expired
	 * @param recorder is told of evictions
	 */
	public CaffeineStore(long maximumWeight, InstantSource clock, Executor executor, CacheRecorder recorder) {
		this(maximumWeight, clock, executor, recorder, AccessListener.NONE);
	}

	/**
	 * Makes an empty store that tells of accesses.
	 * @param maximumWeight the bound, in bytes
	 * @param clock the time by which entries expire
	 * @param executor removes what has expired
	 * @param recorder is told of evictions
	 * @param accesses is told of accesses to a sample of the keys
	 */
	public CaffeineStore(long maximumWeight, InstantSource clock, Executor executor, CacheRecorder recorder,
			AccessListener accesses) {
		this.executor = executor;
		this.recorder = recorder;
		this.accesses = accesses;
		this.clock = clock;
		this.now = clock.millis();
		this.tidyingDue = new AtomicLong(this.now + TIDYING_MILLIS);
		this.entries = Caffeine.newBuilder()
			.maximumWeight(maximumWeight)
			.weigher((EntryKey key, StoredEntry entry) -> entry.weight())
			.expireAfter(Expiry.writing((EntryKey key, StoredEntry entry) -> remaining(entry)))
			.ticker(() -> TimeUnit.MILLISECONDS.toNanos(this.now))
			.executor(Runnable::run)
			.evictionListener(
					(@Nullable EntryKey key, @Nullable StoredEntry entry, RemovalCause cause) -> evicted(entry))
			.build();
	}

	private Duration remaining(StoredEntry entry) {
		Duration remaining = entry.remaining(Instant.ofEpochMilli(this.now));
		return remaining.isNegative() ? Duration.ZERO : remaining;
	}

	private void tidyIfDue(long time) {
		long due = this.tidyingDue.get();
		if (time >= due && this.tidyingDue.compareAndSet(due, time + TIDYING_MILLIS)) {
			this.executor.execute(() -> tidy(time));
		}
	}

	private void tidy(long time) {
		this.now = Math.max(this.now, time);
		this.entries.cleanUp();
	}

	private void evicted(@Nullable StoredEntry entry) {
		if (entry != null) {
			this.recorder.eviction(entry.key().cache(), Tier.NEAR, entry.weight());
			this.content.remove(entry);
		}
	}

	@Override
	public Mono<StoredEntry> find(EntryKey key) {
		return Mono.fromCallable(() -> peek(key, this.clock.millis()));
	}

	@Override
	public Flux<StoredEntry> findAll(Collection<EntryKey> keys) {
		return Flux.defer(() -> {
			long read = this.clock.millis();
			return Flux.fromIterable(keys).mapNotNull((key) -> peek(key, read));
		});
	}

	@Override
	public @Nullable StoredEntry peek(EntryKey key, long now) {
		tidyIfDue(now);
		StoredEntry found = this.entries.getIfPresent(key);
		if (found != null && this.accesses.samples(key.hashCode())) {
			this.accesses.accessed(found, now);
		}
		return found;
	}

	@Override
	public Mono<Void> put(StoredEntry entry) {
		return Mono.fromRunnable(() -> {
			long written = this.clock.millis();
			tidyIfDue(written);
			if (this.accesses.samples(entry.key().hashCode()) && !holds(entry.key())) {
				this.accesses.accessed(entry, written);
			}
			StoredEntry kept = entry.forNear(this.decoded);
			this.content.replace(this.entries.asMap().put(entry.key(), kept), kept);
		});
	}

	/**
	 * Keeps the value of an entry in place of its payload, with the weight that it has.
	 */
	private void decoded(StoredEntry entry) {
		StoredEntry kept = entry.forNear(this.decoded);
		if (this.entries.asMap().replace(entry.key(), entry, kept)) {
			this.content.replace(entry, kept);
		}
	}

	@Override
	public Flux<EntryKey> keys(KeyPattern pattern) {
		return Flux.fromIterable(this.entries.asMap().keySet()).filter((key) -> pattern.matches(key.text()));
	}

	@Override
	public Flux<EntryKey> purge(KeyPattern pattern) {
		return keys(pattern).filter(this::remove);
	}

	/**
	 * Lists all of the entries but their values. Takes time in proportion to their
	 * number.
	 * @return the heads, read as they are asked for
	 */
	public Flux<EntryHead> heads() {
		return Flux.defer(() -> Flux.fromIterable(this.entries.asMap().values()))
			.map((entry) -> EntryHead.of(entry, entry.weight()));
	}

	/**
	 * Shows all of the entries but their values to somebody, on the calling thread.
	 * @param visitor is shown the heads, and may remove entries
	 */
	public void visitHeads(Consumer<EntryHead> visitor) {
		this.entries.asMap().values().forEach((entry) -> visitor.accept(EntryHead.of(entry, entry.weight())));
	}

	/**
	 * Returns whether an entry is kept, without counting as a use of it.
	 * @param key its key
	 * @return whether there is one
	 */
	public boolean holds(EntryKey key) {
		return this.entries.asMap().containsKey(key);
	}

	/**
	 * Removes an entry.
	 * @param key its key
	 * @return whether there was one
	 */
	public boolean remove(EntryKey key) {
		StoredEntry removed = this.entries.asMap().remove(key);
		if (removed != null) {
			this.content.remove(removed);
		}
		return removed != null;
	}

	/**
	 * Returns how much is kept of each cache.
	 * @return the content of each cache, with what is still to be removed
	 */
	public Map<CacheName, StoreContent> content() {
		long asked = this.clock.millis();
		// What nobody asks for would stay for ever else when its time has passed. Not on
		// this thread: maintenance waits for that which is under way.
		this.executor.execute(() -> tidy(asked));
		return this.content.read();
	}

}
