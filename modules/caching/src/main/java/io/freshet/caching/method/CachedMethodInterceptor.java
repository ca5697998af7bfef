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
import org.springframework.core.annotation.AnnotatedElementUtils;

import io.freshet.caching.Cached;
import io.freshet.caching.ReactiveCacheManager;

/**
 * Puts a cache in front of what annotated methods return. The method itself is called to
 * get its publisher; on a hit nobody subscribes to that.
 */
final class CachedMethodInterceptor implements MethodInterceptor {

	private final Map<Method, CachedOperation> operations = new ConcurrentHashMap<>();

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
		Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), target.getClass());
		return operation(method, target.getClass()).apply(target, invocation.getArguments(), origin);
	}

	/**
	 * Checks a method now, so that a mistake stops the start and not a request.
	 */
	void check(Method method, Class<?> targetClass) {
		operation(method, targetClass);
	}

	private CachedOperation operation(Method method, Class<?> targetClass) {
		CachedOperation known = this.operations.get(method);
		return (known != null) ? known : this.operations.computeIfAbsent(method, (missing) -> {
			Cached cached = AnnotatedElementUtils.findMergedAnnotation(missing, Cached.class);
			if (cached == null) {
				throw new IllegalStateException(missing + " is not annotated with @Cached");
			}
			return CachedOperation.of(missing, targetClass, cached, this.caches.get());
		});
	}

}
