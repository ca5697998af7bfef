package io.freshet.caching.spring;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheOperationInvoker;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.Assert;

import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.spring.CallCache.Use;

/**
 * Spring's own interceptor of cache annotations, which gives each call caches of its own.
 * All that the annotations mean (keys, conditions, the order of operations) is Spring's.
 * <p>
 * What it adds: a reactive method is called for each subscription and in its context, so
 * that transactions, dependencies and loads are those of the subscriber; what it changes
 * in caches is done when the subscriber gets the result. And a method whose only
 * operation is one {@code @Cacheable} with one cache is read through that cache, as with
 * {@code sync = true}: one load serves all who ask. Others look up, call and put, with
 * the stamp from before the call.
 */
final class TieredCacheInterceptor extends CacheInterceptor {

	/** The call whose operations are put together on this thread just now. */
	private static final ThreadLocal<@Nullable CachedCall> BEGINNING = new ThreadLocal<>();

	private final transient Supplier<TieredCacheManager> caches;

	private final transient CacheableMethods methods;

	private final transient Map<CacheableOperation, CacheableOperation> readThrough = new ConcurrentHashMap<>();

	private volatile boolean ready;

	TieredCacheInterceptor(Supplier<TieredCacheManager> caches, CacheableMethods methods) {
		this.caches = caches;
		this.methods = methods;
	}

	/**
	 * Nothing is cached before all methods were found right and their types are known.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		CacheOperationSource source = getCacheOperationSource();
		if (source != null) {
			this.methods.check(source);
		}
		super.afterSingletonsInstantiated();
		this.ready = true;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		if (!this.ready) {
			return invocation.proceed();
		}
		Method method = invocation.getMethod();
		if (KotlinDetector.isSuspendingFunction(method)) {
			return super.invoke(invocation);
		}
		try {
			if (CompletableFuture.class.isAssignableFrom(method.getReturnType())) {
				return future(invocation);
			}
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType());
			return (adapter != null) ? reactive(invocation, adapter)
					: begin(new CachedCall.Blocking(invocation, stamp(), edge()));
		}
		catch (CacheOperationInvoker.ThrowableWrapper wrapper) {
			throw wrapper.getOriginal();
		}
	}

	private @Nullable Object future(MethodInvocation invocation) {
		CachedCall.Future call = new CachedCall.Future(invocation, stamp(), edge());
		return (begin(call) instanceof CompletableFuture<?> result) ? call.afterChanges(result) : null;
	}

	private Object reactive(MethodInvocation invocation, ReactiveAdapter adapter) {
		if (adapter.isMultiValue()) {
			boolean collecting = onlyEvictsAfterwards(invocation);
			return adapter.fromPublisher(Flux.deferContextual((context) -> {
				CachedCall.Reactive call = call(invocation, context, adapter, collecting);
				return elements(begin(call), adapter).concatWith(call.change().then(Mono.empty()));
			}).onErrorMap(CacheOperationInvoker.ThrowableWrapper.class, TieredCacheInterceptor::original));
		}
		return adapter.fromPublisher(Mono.deferContextual((context) -> {
			CachedCall.Reactive call = call(invocation, context, adapter, false);
			return Mono.<Object>from(adapter.toPublisher(begin(call)))
				.flatMap((value) -> call.change().thenReturn(value))
				.switchIfEmpty(call.change().then(Mono.empty()));
		}).onErrorMap(CacheOperationInvoker.ThrowableWrapper.class, TieredCacheInterceptor::original));
	}

	private CachedCall.Reactive call(MethodInvocation invocation, ContextView context, ReactiveAdapter adapter,
			boolean collecting) {
		return new CachedCall.Reactive(invocation, stamp(), context, adapter, collecting);
	}

	private Stamp stamp() {
		return this.caches.get().stamp();
	}

	private BlockingEdge edge() {
		return this.caches.get().edge();
	}

	private static Flux<Object> elements(@Nullable Object result, ReactiveAdapter adapter) {
		return (result instanceof Mono<?> list) ? list.flatMapIterable((all) -> (Iterable<?>) all)
				: Flux.from(adapter.toPublisher(result));
	}

	private static Throwable original(CacheOperationInvoker.ThrowableWrapper wrapper) {
		return wrapper.getOriginal();
	}

	private boolean onlyEvictsAfterwards(MethodInvocation invocation) {
		Collection<CacheOperation> operations = operations(invocation.getMethod(),
				AopProxyUtils.ultimateTargetClass(target(invocation)));
		return operations.stream().noneMatch(CacheableOperation.class::isInstance) && operations.stream()
			.anyMatch((operation) -> operation instanceof CacheEvictOperation evict && !evict.isBeforeInvocation());
	}

	private Collection<CacheOperation> operations(Method method, Class<?> targetClass) {
		CacheOperationSource source = getCacheOperationSource();
		Collection<CacheOperation> operations = (source != null) ? source.getCacheOperations(method, targetClass)
				: null;
		return (operations != null) ? operations : List.of();
	}

	private @Nullable Object begin(CachedCall call) {
		CachedCall outer = BEGINNING.get();
		BEGINNING.set(call);
		try {
			MethodInvocation invocation = call.invocation();
			return execute(call, target(invocation), invocation.getMethod(), invocation.getArguments());
		}
		finally {
			if (outer != null) {
				BEGINNING.set(outer);
			}
			else {
				BEGINNING.remove();
			}
		}
	}

	private static Object target(MethodInvocation invocation) {
		Object target = invocation.getThis();
		Assert.state(target != null, "A method with cache annotations is called on an object");
		return target;
	}

	@Override
	protected CacheOperationContext getOperationContext(CacheOperation operation, Method method,
			@Nullable Object[] args, Object target, Class<?> targetClass) {
		return new CallContext(getCacheOperationMetadata(operation, method, targetClass), args, target,
				operations(method, targetClass).size() == 1);
	}

	@Override
	protected Collection<? extends Cache> getCaches(CacheOperationInvocationContext<CacheOperation> context,
			CacheResolver resolver) {
		Collection<? extends Cache> resolved = super.getCaches(context, resolver);
		CachedCall call = BEGINNING.get();
		if (call == null || !(context instanceof CallContext own)) {
			return resolved;
		}
		Use use = new Use(context.getOperation() instanceof CachePutOperation, own::keeps);
		return resolved.stream()
			.map((cache) -> (cache instanceof TieredCache tiered)
					? new CallCache(tiered, call, use, this::getErrorHandler) : cache)
			.toList();
	}

	/**
	 * Reads through a cache what Spring would look up and put; {@code unless} is kept.
	 */
	private static CacheableOperation asReadThrough(CacheableOperation operation) {
		CacheableOperation.Builder builder = new CacheableOperation.Builder();
		builder.setName(operation.getName());
		builder.setCacheNames(operation.getCacheNames().toArray(String[]::new));
		builder.setKey(operation.getKey());
		builder.setKeyGenerator(operation.getKeyGenerator());
		builder.setCacheManager(operation.getCacheManager());
		builder.setCacheResolver(operation.getCacheResolver());
		builder.setCondition(operation.getCondition());
		builder.setSync(true);
		return builder.build();
	}

	/**
	 * One operation in one call.
	 */
	private final class CallContext extends CacheOperationContext {

		private final @Nullable CacheOperation readThrough;

		CallContext(CacheOperationMetadata metadata, @Nullable Object[] args, Object target, boolean alone) {
			super(metadata, args, target);
			CacheOperation operation = super.getOperation();
			boolean readsThrough = alone && operation instanceof CacheableOperation && getCaches().size() == 1
					&& getCaches().iterator().next() instanceof CallCache;
			this.readThrough = readsThrough ? TieredCacheInterceptor.this.readThrough
				.computeIfAbsent((CacheableOperation) operation, TieredCacheInterceptor::asReadThrough) : null;
		}

		@Override
		public CacheOperation getOperation() {
			return (this.readThrough != null) ? this.readThrough : super.getOperation();
		}

		boolean keeps(@Nullable Object value) {
			return canPutToCache(value);
		}

	}

}
