package io.freshet.caching.spring;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The type of the values that a method puts into a cache: what it returns, without what
 * it is wrapped in. Many values are kept as one list.
 */
final class ValueType {

	private ValueType() {
	}

	static ResolvableType of(Method method, Class<?> targetClass) {
		ResolvableType returned = ResolvableType
			.forType(GenericTypeResolver.resolveType(method.getGenericReturnType(), targetClass));
		Class<?> raw = returned.toClass();
		if (raw == Optional.class || CompletionStage.class.isAssignableFrom(raw)) {
			return returned.getGeneric();
		}
		ReactiveAdapter adapter = adapterOf(raw);
		if (adapter == null) {
			return raw.isPrimitive() ? ResolvableType.forClass(ClassUtils.resolvePrimitiveIfNecessary(raw)) : returned;
		}
		if (adapter.getDescriptor().isNoValue()) {
			return ResolvableType.forClass(Void.class);
		}
		ResolvableType value = returned.getGeneric();
		return (adapter.isMultiValue() && value.resolve() != null)
				? ResolvableType.forClassWithGenerics(List.class, value) : value;
	}

	static boolean isOfMany(Method method) {
		ReactiveAdapter adapter = adapterOf(method.getReturnType());
		return adapter != null && adapter.isMultiValue();
	}

	private static @Nullable ReactiveAdapter adapterOf(Class<?> type) {
		return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
	}

}
