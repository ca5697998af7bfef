package io.freshet.caching.store;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeapSizeTests {

	private static final int ENOUGH = 1_000_000;

	private static final byte[] LATIN = "0123456789abc".getBytes(StandardCharsets.ISO_8859_1);

	private static final String WIDE = "\u20ac123456789abc";

	/** Made before, so that another one is allocated in its place. */
	private static final Object[] ARGUMENTS = new Object[6];

	private static final TimeUnit[] UNITS = { TimeUnit.DAYS, TimeUnit.HOURS, TimeUnit.SECONDS };

	/** Against what the machine says that it gave away, of which all is kept. */
	@ParameterizedTest
	@MethodSource
	void isWhatWasAllocated(Supplier<Object> maker) {
		Object[] made = new Object[2_000];
		fill(made, maker);

		long allocated = fill(made, maker);

		assertThat(HeapSize.of(made[0], ENOUGH)).isCloseTo(allocated / made.length, Percentage.withPercentage(3));
	}

	private static long fill(Object[] target, Supplier<Object> maker) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < target.length; i++) {
			target[i] = maker.get();
		}
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	@SuppressWarnings("JdkObsolete")
	static Stream<Named<Supplier<Object>>> isWhatWasAllocated() {
		return Stream.of(made("text", HeapSizeTests::text), made("wide text", () -> WIDE.concat("x")),
				made("bytes", () -> new byte[100]), made("longs", () -> new long[7]),
				made("record", () -> new Small(1, 2, text())),
				made("class with a superclass", () -> new Below(3, true, 9)),
				made("records in records", () -> new Tree(text(), new Tree(text(), null))),
				made("array of records", () -> new Small[] { new Small(1, 2, text()), new Small(3, 4, text()) }),
				made("immutable list of 1", () -> List.of(text())),
				made("immutable list of 5", () -> List.of(text(), text(), text(), text(), text())),
				made("immutable set of 3", () -> Set.of(UNITS)),
				made("immutable map of 1", () -> Map.of(1_000L, text())),
				made("immutable map of 3, and the array that is made to make it",
						() -> new Object[] { ARGUMENTS, Map.of(1_000L, text(), 2_000L, text(), 3_000L, text()) }),
				made("list of 10", () -> fill(new ArrayList<>(), 10)), made("empty list", () -> new ArrayList<>()),
				made("linked list", () -> fill(new LinkedList<>(), 10)),
				made("hash set of 12", () -> fill(new HashSet<>(), 12)),
				made("hash map of 12", () -> fill(new HashMap<>(), 12)),
				made("linked hash map of 9", () -> fill(new LinkedHashMap<>(), 9)),
				made("tree map", () -> fill(new TreeMap<>(), 12)), made("boxed", () -> new Object[] { 123_456, 1.5 }),
				made("instant", () -> Instant.ofEpochSecond(1_000, 5)), made("uuid", () -> new UUID(1, 2)),
				made("decimal", () -> BigDecimal.valueOf(12_345, 2)),
				made("local time", () -> LocalDateTime.of(2026, 11, 22, 8, 1, 2)),
				made("time with an offset",
						() -> OffsetDateTime.of(LocalDateTime.of(2026, 11, 22, 8, 1, 2), ZoneOffset.UTC)),
				made("optional", () -> Optional.of(text())),
				made("constants", () -> new Object[] { TimeUnit.DAYS, true, ZoneOffset.UTC, String.class }));
	}

	@Test
	void countsWhatIsSharedOnce() {
		String shared = text();

		assertThat(HeapSize.of(new Object[] { shared, shared }, ENOUGH))
			.isEqualTo(HeapSize.of(new Object[] { shared, null }, ENOUGH));
	}

	@Test
	void endsWhereObjectsReferToEachOther() {
		Object[] first = new Object[1];
		first[0] = new Object[] { first };

		assertThat(HeapSize.of(first, ENOUGH)).isEqualTo(2 * HeapSize.ofReferences(1));
	}

	@Test
	void givesUpOnWhatRefersToMoreThanIsEncoded() {
		List<Object> world = new ArrayList<>();
		for (int i = 0; i < 1_000; i++) {
			world.add(new Object[] { i });
		}

		assertThat(HeapSize.of(new Object[] { "value", world }, 20)).isEqualTo(-1);
		assertThat(HeapSize.of(new Object[] { "value", world }, 10_000)).isPositive();
	}

	private static String text() {
		return new String(LATIN, StandardCharsets.ISO_8859_1);
	}

	private static Named<Supplier<Object>> made(String name, Supplier<Object> maker) {
		return Named.of(name, maker);
	}

	private static Object fill(java.util.Collection<Object> empty, int count) {
		for (int i = 0; i < count; i++) {
			empty.add((Object) (i * 1_000 + 1_000));
		}
		return empty;
	}

	private static Object fill(Map<Object, Object> empty, int count) {
		for (int i = 0; i < count; i++) {
			empty.put(i * 1_000 + 1_000, text());
		}
		return empty;
	}

	record Small(int a, long b, String c) {
	}

	record Tree(String name, Tree below) {
	}

	static class Above {

		private final int a;

		private final boolean b;

		Above(int a, boolean b) {
			this.a = a;
			this.b = b;
		}

		@Override
		public String toString() {
			return this.a + " " + this.b;
		}

	}

	static final class Below extends Above {

		private final long c;

		Below(int a, boolean b, long c) {
			super(a, b);
			this.c = c;
		}

		@Override
		public String toString() {
			return super.toString() + this.c;
		}

	}

}
