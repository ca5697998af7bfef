package io.freshet.caching.spring;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheErrorHandler;

/**
 * A cache as one call of a method sees it.
 */
final class CallCache implements Cache {

	private final TieredCache cache;

	private final CacheEntries entries;

	private final CachedCall call;

	private final Use use;

	private final Supplier<CacheErrorHandler> errors;

	/**
	 * Makes a cache for one call.
	 * @param cache the cache
	 * @param call the call
	 * @param use what the annotation says
	 * @param errors decides about errors of changes that Spring does not wait for
	 */
	CallCache(TieredCache cache, CachedCall call, Use use, Supplier<CacheErrorHandler> errors) {
		this.cache = cache;
		this.entries = cache.entries();
		this.call = call;
		this.use = use;
		this.errors = errors;
	}

	@Override
	public String getName() {
		return this.cache.getName();
	}

	@Override
	public Object getNativeCache() {
		return this.cache.getNativeCache();
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		return this.cache.find(key, this.call.context());
	}

	@Override
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		return this.cache.get(key, type);
	}

	@Override
	public <T> @Nullable T get(Object key, Callable<T> loader) {
		return this.cache.load(key, () -> {
			this.call.loadsIn(this.call.context());
			return loader.call();
		}, this.call.context(), this.use.keeps());
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		return this.cache.findLater(key, this.call.context());
	}

	@Override
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> loader) {
		return this.cache.loadLater(key, Mono.deferContextual((context) -> {
			this.call.loadsIn(context);
			return Mono.fromFuture(loader.get());
		}), this.call.context(), this.use.keeps());
	}

	/**
	 * Brings the result of the method. It is as old as the call, so it counts only if
	 * nothing that concerns it was invalidated since.
	 */
	@Override
	public void put(Object key, @Nullable Object value) {
		Mono<Void> put = Mono.defer(() -> this.use.replaces()
				? this.entries.replace(key, value, this.call.dependencies().tags(), this.call.stamp())
				: this.entries.fill(key, value, this.call.dependencies().tags(), this.call.stamp()));
		this.call.perform(put, (ex) -> this.errors.get().handleCachePutError(ex, this, key, value));
	}

	@Override
	public void evict(Object key) {
		this.call.perform(this.entries.evict(key), (ex) -> this.errors.get().handleCacheEvictError(ex, this, key));
	}

	@Override
	public void clear() {
		this.call.perform(this.entries.clear(), (ex) -> this.errors.get().handleCacheClearError(ex, this));
	}

	/**
	 * What an annotation says of the use of a cache.
	 *
	 * @param replaces whether a result takes the place of what there is, as with
	 * {@code @CachePut}
	 * @param keeps whether a result may be kept
	 */
	record Use(boolean replaces, Predicate<@Nullable Object> keeps) {
	}

}
