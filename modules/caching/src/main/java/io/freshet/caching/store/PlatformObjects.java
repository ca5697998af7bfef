package io.freshet.caching.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The sizes of objects of the platform, by what they are made of. Of what is not known
 * here the object itself counts.
 */
final class PlatformObjects {

	private static final int FIRST_CAPACITY = 10;

	private static final String IMMUTABLE = "java.util.ImmutableCollections";

	private PlatformObjects() {
	}

	/**
	 * Returns the size of an object without what it holds on behalf of the program, and
	 * hands that over.
	 */
	static long own(Object object, Consumer<@Nullable Object> held) {
		if (object instanceof ZoneId || object instanceof Locale || object instanceof Currency
				|| object instanceof Boolean) {
			return 0;
		}
		long shell = ClassLayout.of(object.getClass()).size();
		if (object instanceof Collection<?> collection) {
			collection.forEach(held);
			return shell + inside(collection);
		}
		if (object instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				held.accept(key);
				held.accept(value);
			});
			return shell + inside(map);
		}
		if (object instanceof Optional<?> optional) {
			held.accept(optional.orElse(null));
			return shell;
		}
		if (object instanceof AtomicReference<?> reference) {
			held.accept(reference.get());
			return shell;
		}
		if (object instanceof Map.Entry<?, ?> entry) {
			held.accept(entry.getKey());
			held.accept(entry.getValue());
			return shell;
		}
		return shell + ofParts(object, held);
	}

	// Of a slice, too, the whole array is kept.
	@SuppressWarnings("ByteBufferBackingArray")
	private static long ofParts(Object object, Consumer<@Nullable Object> held) {
		if (object instanceof ByteBuffer buffer && buffer.hasArray()) {
			held.accept(buffer.array());
			return 0;
		}
		if (object instanceof LocalDateTime time) {
			return sizeOf(time.toLocalDate()) + sizeOf(time.toLocalTime());
		}
		if (object instanceof OffsetDateTime time) {
			return sizeOf(time.toLocalDateTime()) + ofParts(time.toLocalDateTime(), held);
		}
		if (object instanceof ZonedDateTime time) {
			return sizeOf(time.toLocalDateTime()) + ofParts(time.toLocalDateTime(), held);
		}
		if (object instanceof BigInteger number) {
			return HeapSize.ofBytes(number.bitLength() / 8 + 4);
		}
		if (object instanceof BigDecimal number && number.precision() > 18) {
			return sizeOf(number.unscaledValue()) + ofParts(number.unscaledValue(), held);
		}
		// Its text, and the parts that it was cut into.
		return (object instanceof URI uri) ? 2 * HeapSize.ofText(uri.toString()) : 0;
	}

	private static long sizeOf(Object object) {
		return ClassLayout.of(object.getClass()).size();
	}

	private static long inside(Collection<?> collection) {
		int size = collection.size();
		String name = collection.getClass().getName();
		if (name.startsWith(IMMUTABLE)) {
			return name.endsWith("12") ? 0 : HeapSize.ofReferences((collection instanceof Set<?>) ? 2L * size : size);
		}
		if (collection instanceof ArrayList<?>) {
			return (size > 0) ? HeapSize.ofReferences(grown(size)) : 0;
		}
		if (collection instanceof SortedSet<?>) {
			return sizeOfShell(java.util.TreeMap.class) + size * nodes(3, 1);
		}
		if (collection instanceof Set<?>) {
			boolean linked = collection instanceof LinkedHashSet<?>;
			return sizeOfShell(linked ? LinkedHashMap.class : java.util.HashMap.class) + table(size)
					+ size * nodes(linked ? 5 : 3, 4);
		}
		return (collection instanceof java.util.LinkedList<?>) ? size * nodes(3, 0) : HeapSize.ofReferences(size);
	}

	private static long inside(Map<?, ?> map) {
		int size = map.size();
		String name = map.getClass().getName();
		if (name.startsWith(IMMUTABLE)) {
			return name.endsWith("1") ? 0 : HeapSize.ofReferences(4L * size);
		}
		if (map instanceof SortedMap<?, ?>) {
			return size * nodes(5, 1);
		}
		return table(size) + size * nodes((map instanceof LinkedHashMap<?, ?>) ? 5 : 3, 4);
	}

	private static long sizeOfShell(Class<?> type) {
		return ClassLayout.of(type).size();
	}

	/** The size of one node of a collection. */
	private static long nodes(int references, int others) {
		return HeapSize.aligned(HeapSize.HEADER + (long) references * HeapSize.REFERENCE + others);
	}

	/** The size of a hash table that grew as elements were added. */
	private static long table(int size) {
		int capacity = 16;
		while (capacity * 3L < size * 4L) {
			capacity *= 2;
		}
		return (size > 0) ? HeapSize.ofReferences(capacity) : 0;
	}

	/** The capacity of a list that grew as elements were added. */
	private static long grown(int size) {
		long capacity = FIRST_CAPACITY;
		while (capacity < size) {
			capacity += capacity >> 1;
		}
		return capacity;
	}

}
