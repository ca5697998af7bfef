package io.freshet.caching.method;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

import io.freshet.caching.Cached;
import io.freshet.caching.ReactiveCacheManager;

/**
 * Puts a cache in front of what annotated methods return. The method itself is called to
 * get its publisher; on a hit nobody subscribes to that.
 */
final class CachedMethodInterceptor implements MethodInterceptor {

	private final Map<MethodClassKey, CachedOperation> operations = new ConcurrentHashMap<>();

	private final Supplier<ReactiveCacheManager> caches;

	CachedMethodInterceptor(Supplier<ReactiveCacheManager> caches) {
		this.caches = caches;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Object result = invocation.proceed();
		if (target == null || !(result instanceof Publisher<?> origin)) {
			return result;
		}
		return operation(invocation.getMethod(), ClassUtils.getUserClass(target)).apply(target,
				invocation.getArguments(), origin);
	}

	/**
	 * Checks a method now, so that a mistake stops the start and not a request.
	 */
	void check(Method method, Class<?> targetClass) {
		operation(method, targetClass);
	}

	private CachedOperation operation(Method called, Class<?> targetClass) {
		MethodClassKey key = new MethodClassKey(called, targetClass);
		CachedOperation known = this.operations.get(key);
		return (known != null) ? known : this.operations.computeIfAbsent(key, (missing) -> {
			Method method = AopUtils.getMostSpecificMethod(called, targetClass);
			Cached cached = AnnotatedElementUtils.findMergedAnnotation(method, Cached.class);
			if (cached == null) {
				throw new IllegalStateException(method + " is not annotated with @Cached");
			}
			return CachedOperation.of(method, targetClass, cached, this.caches.get());
		});
	}

}
