package io.freshet.caching.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.expression.ParseException;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.freshet.caching.CacheException;
import io.freshet.caching.method.CachedExpressions;

/**
 * Looks at all methods with cache annotations when the application starts: takes the
 * types of the caches from what they return, and stops the start where an annotation is
 * wrong, instead of a request later.
 */
final class CacheableMethods {

	private final Supplier<TieredCacheManager> caches;

	private final ConfigurableListableBeanFactory beans;

	CacheableMethods(Supplier<TieredCacheManager> caches, ConfigurableListableBeanFactory beans) {
		this.caches = caches;
		this.beans = beans;
	}

	/**
	 * Checks the methods of all beans.
	 * @throws CacheException if one is wrong, with the method and what to change
	 */
	void check(CacheOperationSource source) {
		for (String name : this.beans.getBeanNamesForType(Object.class, false, false)) {
			Class<?> found = AutoProxyUtils.determineTargetClass(this.beans, name);
			if (found != null) {
				Class<?> type = ClassUtils.getUserClass(found);
				if (!type.isInterface() && source.isCandidateClass(type)) {
					check(type, source);
				}
			}
		}
	}

	private void check(Class<?> type, CacheOperationSource source) {
		MethodIntrospector
			.selectMethods(type,
					(MethodIntrospector.MetadataLookup<Collection<CacheOperation>>) (method) -> operations(method, type,
							source))
			.forEach((method, operations) -> operations
				.forEach((operation) -> check(new Annotated(method, type, operation), operations)));
	}

	private static @Nullable Collection<CacheOperation> operations(Method method, Class<?> type,
			CacheOperationSource source) {
		try {
			Collection<CacheOperation> operations = source.getCacheOperations(method, type);
			return (operations != null && !operations.isEmpty()) ? operations : null;
		}
		catch (IllegalStateException ex) {
			throw new CacheException("The cache annotations of method " + method.toGenericString()
					+ " contradict each other: " + ex.getMessage(), "Correct the annotations of that method.", ex);
		}
	}

	private void check(Annotated annotated, Collection<CacheOperation> all) {
		if ((annotated.method().getModifiers() & (Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL)) != 0) {
			throw annotated.wrong("must not be private, static or final: no proxy can stand in front of it", null);
		}
		checkExpressions(annotated);
		checkCombination(annotated, all);
		if (isOurs(annotated.operation())) {
			checkCaches(annotated);
		}
	}

	private static void checkExpressions(Annotated annotated) {
		CachedExpressions expressions = new CachedExpressions(annotated.method());
		CacheOperation operation = annotated.operation();
		boolean afterwards = operation instanceof CachePutOperation
				|| (operation instanceof CacheEvictOperation evict && !evict.isBeforeInvocation());
		try {
			expressions.check(operation.getKey(), afterwards);
			expressions.check(operation.getCondition(), afterwards);
			if (operation instanceof CacheableOperation cacheable) {
				expressions.check(cacheable.getUnless(), true);
			}
			if (operation instanceof CachePutOperation put) {
				expressions.check(put.getUnless(), true);
			}
		}
		catch (ParseException ex) {
			throw annotated.wrong("has an expression that does not parse: " + ex.toDetailedString(), ex);
		}
		catch (IllegalArgumentException ex) {
			throw annotated.wrong("has a wrong expression: " + ex.getMessage(), ex);
		}
	}

	/** Spring tells of these at the first call. */
	private static void checkCombination(Annotated annotated, Collection<CacheOperation> all) {
		if (annotated.operation() instanceof CacheableOperation cacheable && cacheable.isSync() && (all.size() > 1
				|| cacheable.getCacheNames().size() > 1 || StringUtils.hasText(cacheable.getUnless()))) {
			throw annotated.wrong("has sync = true, which goes with one cache, no 'unless' and no other annotation;"
					+ " one load serves all who ask without it as well", null);
		}
		boolean evictsAfterwards = annotated.operation() instanceof CacheEvictOperation evict
				&& !evict.isBeforeInvocation();
		if (evictsAfterwards && all.stream().anyMatch(CacheableOperation.class::isInstance)
				&& ValueType.isOfMany(annotated.method())) {
			throw annotated.wrong(
					"stands beside @Cacheable on a method that returns many values, of which Spring would"
							+ " hand on the first one alone: set beforeInvocation = true, or return a Mono of a list",
					null);
		}
	}

	private boolean isOurs(CacheOperation operation) {
		if (StringUtils.hasText(operation.getCacheResolver())) {
			return false;
		}
		return !StringUtils.hasText(operation.getCacheManager())
				|| (this.beans.containsBean(operation.getCacheManager())
						&& this.beans.getBean(operation.getCacheManager()) == this.caches.get());
	}

	private void checkCaches(Annotated annotated) {
		CacheOperation operation = annotated.operation();
		try {
			operation.getCacheNames().forEach(this.caches.get()::getCache);
		}
		catch (CacheException ex) {
			throw annotated.wrong("has a wrong cache: " + ex.getMessage(), ex);
		}
		if (operation instanceof CacheEvictOperation) {
			return;
		}
		ResolvableType type = ValueType.of(annotated.method(), annotated.targetClass());
		Class<?> raw = type.resolve();
		if (raw == null || raw == Object.class || type.hasUnresolvableGenerics()
				|| (raw.getTypeParameters().length > 0 && !type.hasGenerics())) {
			throw annotated.wrong("returns " + type + " but must say the type of its values", null);
		}
		if (raw == Void.class || raw == void.class) {
			throw annotated.wrong("returns no value that could be cached", null);
		}
		for (String name : operation.getCacheNames()) {
			TieredCacheManager manager = this.caches.get();
			manager.types().declare(manager.admit(name), type.getType(), annotated.method().toGenericString());
		}
	}

	/** A method with one of its annotations. */
	private record Annotated(Method method, Class<?> targetClass, CacheOperation operation) {

		CacheException wrong(String what, @Nullable Exception ex) {
			return new CacheException(annotation() + " method " + this.method.toGenericString() + " " + what, null, ex);
		}

		private String annotation() {
			if (this.operation instanceof CacheableOperation) {
				return "@Cacheable";
			}
			return (this.operation instanceof CachePutOperation) ? "@CachePut" : "@CacheEvict";
		}

	}

}
