package io.freshet.caching.store;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a class.
 */
final class ClassLayout {

	private static final ClassValue<ClassLayout> LAYOUTS = new ClassValue<>() {

		@Override
		protected ClassLayout computeValue(Class<?> type) {
			return new ClassLayout(type);
		}

	};

	private final long size;

	private final List<Field> references = new ArrayList<>();

	private final boolean hidden;

	private ClassLayout(Class<?> type) {
		long fields = 0;
		boolean accessible = true;
		for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
			for (Field field : declaring.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					fields += sizeOf(field.getType());
					accessible &= field.getType().isPrimitive() || reference(field);
				}
			}
		}
		this.size = HeapSize.aligned(HeapSize.HEADER + fields);
		this.hidden = !accessible;
	}

	private boolean reference(Field field) {
		try {
			field.setAccessible(true);
			this.references.add(field);
			return true;
		}
		catch (InaccessibleObjectException | SecurityException ex) {
			return false;
		}
	}

	static ClassLayout of(Class<?> type) {
		return LAYOUTS.get(type);
	}

	/**
	 * Returns the size of an object without what it refers to, whether or not its fields
	 * can be read.
	 */
	long size() {
		return this.size;
	}

	/**
	 * Returns the size of an object without what it refers to, and hands that over.
	 * @return the size, -1 if the fields cannot be read
	 */
	long own(Object object, Consumer<@Nullable Object> referred) {
		if (this.hidden) {
			return -1;
		}
		try {
			for (Field field : this.references) {
				referred.accept(field.get(object));
			}
			return this.size;
		}
		catch (IllegalAccessException ex) {
			return -1;
		}
	}

	static int sizeOf(Class<?> type) {
		if (!type.isPrimitive()) {
			return HeapSize.REFERENCE;
		}
		if (type == long.class || type == double.class) {
			return Long.BYTES;
		}
		if (type == int.class || type == float.class) {
			return Integer.BYTES;
		}
		return (type == short.class || type == char.class) ? Short.BYTES : 1;
	}

}
