package io.freshet.caching.spring;

import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.cache.Cache;
import org.springframework.cache.support.SimpleValueWrapper;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheValue;
import io.freshet.caching.CacheValue.Present;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Stamp;

/**
 * A cache of the engine behind Spring's interface, for those who call it themselves.
 * <p>
 * A value that is put counts as read when the same thread last looked its key up. If it
 * did not, nobody knows how old the value is: it is kept only while the ledger remembers
 * no invalidation of its key. {@link #get(Object, Callable)} and
 * {@link #retrieve(Object, Supplier)} have no such question.
 */
final class TieredCache implements Cache {

	private static final ThreadLocal<Map<TieredCache, LastLookup>> LAST_LOOKUPS = ThreadLocal
		.withInitial(WeakHashMap::new);

	private final String name;

	private final CacheEntries entries;

	private final FreshnessView view;

	private final BlockingEdge edge;

	TieredCache(String name, CacheEntries entries, FreshnessView view, BlockingEdge edge) {
		this.name = name;
		this.entries = entries;
		this.view = view;
		this.edge = edge;
	}

	@Override
	public String getName() {
		return this.name;
	}

	/**
	 * Returns the {@link io.freshet.caching.ReactiveCache}; of a cache whose type nobody
	 * knows this very object.
	 */
	@Override
	public Object getNativeCache() {
		return this.entries.isTyped() ? this.entries.typed() : this;
	}

	CacheEntries entries() {
		return this.entries;
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		Stamp stamp = this.view.stamp();
		ValueWrapper found = find(key, this.edge.contextOfThread());
		LAST_LOOKUPS.get().put(this, new LastLookup(key, stamp, found != null));
		return found;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		ValueWrapper found = get(key);
		Object value = (found != null) ? found.get() : null;
		if (value != null && type != null && !type.isInstance(value)) {
			throw new IllegalStateException("The value in cache '" + this.name + "' is of type "
					+ value.getClass().getName() + " and not of " + type.getName());
		}
		return (T) value;
	}

	@Override
	public <T> @Nullable T get(Object key, Callable<T> loader) {
		return load(key, loader, this.edge.contextOfThread(), (value) -> true);
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		LAST_LOOKUPS.get().put(this, new LastLookup(key, this.view.stamp(), false));
		return findLater(key, this.edge.contextOfThread());
	}

	@Override
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> loader) {
		return loadLater(key, Mono.fromFuture(loader), this.edge.contextOfThread(), (value) -> true);
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		LastLookup last = LAST_LOOKUPS.get().remove(this);
		Mono<Void> put;
		if (last == null || !last.key().equals(key)) {
			put = Mono.defer(() -> this.entries.replace(key, value, Set.of(), this.view.oldest()));
		}
		else {
			put = last.found() ? this.entries.replace(key, value, Set.of(), last.stamp())
					: this.entries.fill(key, value, Set.of(), last.stamp());
		}
		this.edge.change(put.contextWrite(this.edge.contextOfThread()));
	}

	/**
	 * Puts a value where there is none. In two steps: of two who do so at the same time
	 * both may find nothing.
	 */
	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		ValueWrapper found = find(key, this.edge.contextOfThread());
		if (found == null) {
			put(key, value);
		}
		return found;
	}

	@Override
	public void evict(Object key) {
		this.edge.change(this.entries.evict(key));
	}

	@Override
	public boolean evictIfPresent(Object key) {
		boolean present = find(key, Context.empty()) != null;
		evict(key);
		return present;
	}

	@Override
	public void clear() {
		this.edge.change(this.entries.clear());
	}

	@Nullable ValueWrapper find(Object key, Context context) {
		return this.edge.find(wrapped(key, context));
	}

	CompletableFuture<?> findLater(Object key, Context context) {
		return this.edge.future(wrapped(key, context));
	}

	private Mono<ValueWrapper> wrapped(Object key, Context context) {
		return this.entries.lookup(key).map(TieredCache::wrap).contextWrite(context);
	}

	private static ValueWrapper wrap(CacheValue<Object> found) {
		return new SimpleValueWrapper((found instanceof Present<Object> present) ? present.value() : null);
	}

	@SuppressWarnings("unchecked")
	<T> CompletableFuture<T> loadLater(Object key, Mono<T> origin, Context context, Predicate<@Nullable Object> keeps) {
		return (CompletableFuture<T>) this.edge
			.future(this.entries.read(key, origin.cast(Object.class), keeps).contextWrite(context));
	}

	/**
	 * Reads through the cache, on the calling thread where that may wait. One that must
	 * not wait neither joins a load of others nor lets them join its own.
	 */
	@SuppressWarnings("unchecked")
	<T> @Nullable T load(Object key, Callable<T> loader, Context context, Predicate<@Nullable Object> keeps) {
		try {
			return this.edge.mayWait()
					? (T) this.edge.<Object>load(
							(origin) -> this.entries.read(key, origin, keeps).contextWrite(context), loader::call)
					: loadHere(key, loader, context, keeps);
		}
		catch (Exception ex) {
			throw new ValueRetrievalException(key, loader, ex);
		}
	}

	@SuppressWarnings("unchecked")
	private <T> @Nullable T loadHere(Object key, Callable<T> loader, Context context, Predicate<@Nullable Object> keeps)
			throws Exception {
		Stamp stamp = this.view.stamp();
		ValueWrapper found = find(key, context);
		if (found != null) {
			return (T) found.get();
		}
		CacheDependencies dependencies = CacheDependencies.open(context);
		T value = this.edge.within(dependencies, loader);
		if (keeps.test(value)) {
			this.edge.change(this.entries.fill(key, value, dependencies.tags(), stamp).contextWrite(context));
		}
		return value;
	}

	@Override
	public String toString() {
		return "TieredCache[" + this.entries.name() + "]";
	}

	/** What a thread looked up last, and what could be seen then. */
	private record LastLookup(Object key, Stamp stamp, boolean found) {
	}

}
