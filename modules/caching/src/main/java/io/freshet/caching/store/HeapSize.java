package io.freshet.caching.store;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

import com.sun.management.HotSpotDiagnosticMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how much memory an object takes with all that it refers to: exactly for
 * objects of the program, as HotSpot lays them out, and by what is known of them for
 * those of the platform, into which reflection does not look. Constants that all share
 * count nothing.
 */
final class HeapSize {

	/** Bytes of a reference. */
	static final int REFERENCE = referenceSize();

	/** Bytes of an object without fields, before it is rounded up. */
	static final int HEADER = 12;

	/** Bytes of an array without elements. */
	static final int ARRAY = 16;

	/** Objects that a value may consist of, however short its encoding is. */
	private static final int FREE_OBJECTS = 64;

	private static final long UNKNOWN = -1;

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Deque<Object> open = new ArrayDeque<>();

	private HeapSize() {
	}

	/**
	 * Estimates the size of an object.
	 * @param root the object
	 * @param length the length of its encoded form
	 * @return bytes; -1 if it consists of more objects than can be encoded in that
	 * length, or hides its fields
	 */
	static long of(Object root, int length) {
		return new HeapSize().measure(root, (long) FREE_OBJECTS + length);
	}

	private long measure(Object root, long limit) {
		add(root);
		long size = 0;
		for (Object next = this.open.poll(); next != null; next = this.open.poll()) {
			if (this.seen.size() > limit) {
				return UNKNOWN;
			}
			long own = own(next);
			if (own == UNKNOWN) {
				return UNKNOWN;
			}
			size += own;
		}
		return size;
	}

	private void add(@Nullable Object object) {
		if (object != null && !(object instanceof Enum<?>) && !(object instanceof Class<?>) && this.seen.add(object)) {
			this.open.push(object);
		}
	}

	private long own(Object object) {
		if (object instanceof String text) {
			return ofText(text);
		}
		if (object.getClass().isArray()) {
			return ofArray(object);
		}
		return object.getClass().getName().startsWith("java.") ? PlatformObjects.own(object, this::add)
				: ClassLayout.of(object.getClass()).own(object, this::add);
	}

	private long ofArray(Object array) {
		if (array instanceof Object[] elements) {
			for (Object element : elements) {
				add(element);
			}
			return ofReferences(elements.length);
		}
		Class<?> component = array.getClass().getComponentType();
		return aligned(ARRAY + (long) Array.getLength(array) * ClassLayout.sizeOf(component));
	}

	/**
	 * Returns the size of a text.
	 */
	static long ofText(String text) {
		long bytes = text.length();
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) > 0xff) {
				bytes *= 2;
				break;
			}
		}
		return aligned(HEADER + REFERENCE + Integer.BYTES + 2) + aligned(ARRAY + bytes);
	}

	/**
	 * Returns the size of an array of bytes.
	 */
	static long ofBytes(int length) {
		return aligned((long) ARRAY + length);
	}

	/**
	 * Returns the size of an array of references, without what they refer to.
	 */
	static long ofReferences(long count) {
		return aligned(ARRAY + count * REFERENCE);
	}

	static long aligned(long size) {
		return (size + 7) & ~7L;
	}

	private static int referenceSize() {
		try {
			HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
			return (machine != null && "true".equals(machine.getVMOption("UseCompressedOops").getValue())) ? 4 : 8;
		}
		catch (IllegalArgumentException | LinkageError ex) {
			// Not HotSpot: rather too much than too little.
			return 8;
		}
	}

}
