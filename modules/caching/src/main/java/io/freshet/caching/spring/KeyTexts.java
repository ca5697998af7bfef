package io.freshet.caching.spring;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.ObjectUtils;
import org.springframework.util.ReflectionUtils;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheKey;

/**
 * Makes {@link CacheKey}s of the keys that Spring generates. Lists, arrays and maps are
 * taken apart, and no list looks like a text; other objects are told by their texts.
 */
final class KeyTexts {

	private static final ClassValue<Boolean> HAS_TEXT = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			try {
				return type.getMethod("toString").getDeclaringClass() != Object.class;
			}
			catch (NoSuchMethodException ex) {
				throw new IllegalStateException("Every object has a toString method", ex);
			}
		}

	};

	/** Spring keeps the arguments to itself, and the text of a key does not tell them. */
	private static final Field PARAMS = paramsOfSimpleKey();

	private KeyTexts() {
	}

	static CacheKey of(Object key) {
		if (key instanceof CacheKey own) {
			return own;
		}
		if (key instanceof SimpleKey simple) {
			return CacheKey.of(parts(arguments(simple)));
		}
		return CacheKey.of(part(key));
	}

	private static Field paramsOfSimpleKey() {
		Field field = ReflectionUtils.findField(SimpleKey.class, "params", Object[].class);
		if (field == null) {
			throw new IllegalStateException("SimpleKey of this version of Spring has no field 'params'");
		}
		ReflectionUtils.makeAccessible(field);
		return field;
	}

	private static @Nullable Object[] arguments(SimpleKey key) {
		return ObjectUtils.toObjectArray(ReflectionUtils.getField(PARAMS, key));
	}

	private static @Nullable Object[] parts(@Nullable Object[] values) {
		@Nullable Object[] parts = new Object[values.length];
		for (int i = 0; i < values.length; i++) {
			parts[i] = part(values[i]);
		}
		return parts;
	}

	private static @Nullable Object part(@Nullable Object value) {
		if (value == null || value instanceof Number) {
			return value;
		}
		if (value instanceof Collection<?> list) {
			return nested(list.toArray());
		}
		if (value instanceof Map<?, ?> map) {
			return nested(map.entrySet()
				.stream()
				.map((entry) -> new Object[] { entry.getKey(), entry.getValue() })
				.toArray());
		}
		if (value.getClass().isArray()) {
			return nested(ObjectUtils.toObjectArray(value));
		}
		if (!HAS_TEXT.get(value.getClass())) {
			throw new CacheException("A key contains a " + value.getClass().getName()
					+ ", which has no text that identifies it: give it a toString method, or name the parts in 'key'");
		}
		String text = value.toString();
		return (text.startsWith("[") || text.startsWith("\\")) ? "\\" + text : text;
	}

	private static String nested(@Nullable Object[] values) {
		return "[" + CacheKey.of(parts(values)).value() + "]";
	}

}
