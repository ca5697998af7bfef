package io.freshet.caching.caffeine;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.codec.JacksonCodec;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.ValueCodec;

/**
 * How much heap the near tier takes, in comparison with what it says that it holds: after
 * each filling the garbage is collected and the used heap is compared with the one
 * before. Ends with an error if there is more heap than stated by more than a tenth, or
 * if an entry with a short key and without tags takes more than 300 bytes beside its
 * payload.
 */
public final class NearMemoryBenchmark {

	private static final int ENTRIES = Integer.getInteger("entries", 200_000);

	private static final long PLENTY = 4L << 30;

	private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

	private static final CacheName CACHE = CacheName.of("posts");

	private static final Stamp SHARED = Stamp.of("7574113-00000001-5", "740:745:741,743");

	private boolean failed;

	private NearMemoryBenchmark() {
	}

	/**
	 * Measures and prints.
	 * @param args not used
	 */
	public static void main(String[] args) {
		NearMemoryBenchmark benchmark = new NearMemoryBenchmark();
		System.out.printf("%,d entries, Java %s, %,d MB heap%n%-44s %10s %10s %7s %9s%n", ENTRIES, Runtime.version(),
				Runtime.getRuntime().maxMemory() >> 20, "", "heap/entry", "weight", "ratio", "overhead");
		benchmark.measureAll();
		if (benchmark.failed) {
			throw new IllegalStateException("Beyond what is promised, see above");
		}
	}

	private void measureAll() {
		measure("warm-up", PLENTY, 1, (id) -> payload(id, 100, 0, SHARED));
		for (int length : new int[] { 0, 100, 1_000, 10_000 }) {
			measure("payload of " + length + ", no tag", PLENTY, length, (id) -> payload(id, length, 0, SHARED));
		}
		measure("payload of 100, no tag, stamp of its own", PLENTY, 100, (id) -> payload(id, 100, 0, stamp(id)));
		measure("payload of 100, 1 tag", PLENTY, 100, (id) -> payload(id, 100, 1, SHARED));
		measure("payload of 1000, 10 tags, stamp of its own", PLENTY, 1_000, (id) -> payload(id, 1_000, 10, stamp(id)));
		measure("post, decoded when it was loaded", PLENTY, 0, NearMemoryBenchmark::loaded);
		measure("post, decoded when it was read", PLENTY, 0, NearMemoryBenchmark::read, true);
		measure("100 numbers, decoded when they were read", PLENTY, 0, NearMemoryBenchmark::numbers, true);
		measure("payload of 1000, bound of 64 MB", 64L << 20, 1_000, (id) -> payload(id, 1_000, 2, stamp(id)));
		measure("post, decoded, bound of 64 MB", 64L << 20, 0, NearMemoryBenchmark::read, true);
	}

	private void measure(String what, long bound, int length, Maker maker) {
		measure(what, bound, length, maker, false);
	}

	private void measure(String what, long bound, int length, Maker maker, boolean read) {
		long before = usedHeap();
		CaffeineStore store = new CaffeineStore(bound, InstantSource.fixed(NOW), Runnable::run, CacheRecorder.NONE);
		int count = (length >= 10_000) ? ENTRIES / 2 : ENTRIES;
		for (int id = 0; id < count; id++) {
			Made made = maker.make(id);
			store.put(made.entry()).block();
			if (read) {
				StoredEntry kept = store.find(made.entry().key()).block();
				if (kept != null) {
					kept.value(made.codec());
				}
			}
		}
		long entries = store.content().values().stream().mapToLong((content) -> content.entries()).sum();
		long weight = store.content().values().stream().mapToLong((content) -> content.bytes()).sum();
		long heap = usedHeap() - before;
		Reference.reachabilityFence(store);
		double ratio = (double) heap / weight;
		double overhead = (double) heap / entries - length;
		System.out.printf("%-44s %10.0f %10.0f %7.3f %9s%n", what, (double) heap / entries, (double) weight / entries,
				ratio, (length > 0) ? "%.0f".formatted(overhead) : "");
		boolean plain = what.endsWith("no tag") && length > 0;
		this.failed |= ratio > 1.1 || ratio < 0.85 || (plain && overhead > 300);
	}

	private static long usedHeap() {
		long used = Long.MAX_VALUE;
		for (int round = 0; round < 5; round++) {
			System.gc();
			used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return used;
	}

	private static Made payload(int id, int length, int tags, Stamp stamp) {
		return new Made(entry(id, new byte[length], tags, stamp), POSTS);
	}

	private static Made loaded(int id) {
		Post post = post(id);
		return new Made(entry(id, POSTS.encode(post), 1, stamp(id)).holding(post, POSTS), POSTS);
	}

	private static Made read(int id) {
		return new Made(entry(id, POSTS.encode(post(id)), 1, stamp(id)), POSTS);
	}

	private static Made numbers(int id) {
		List<Integer> values = IntStream.range(0, 100).mapToObj((i) -> id + 1_000 + i).toList();
		return new Made(entry(id, NUMBERS.encode(new Numbers(values)), 1, stamp(id)), NUMBERS);
	}

	private static StoredEntry entry(int id, byte[] payload, int tags, Stamp stamp) {
		Set<CacheTag> own = new HashSet<>();
		for (int i = 0; i < tags; i++) {
			own.add(CacheTag.of("tag" + i, id));
		}
		return new StoredEntry(new EntryKey(CACHE, CacheKey.of(id), 7), EntryKind.ONE, payload, NOW,
				NOW.plus(Duration.ofMinutes(5)), own, stamp);
	}

	private static Stamp stamp(int id) {
		return Stamp.parse(Stamp.of("7574113-00000001-5", "740:%d:741,743".formatted(745 + id)).text());
	}

	private static Post post(int id) {
		List<Tag> tags = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			tags.add(new Tag("spring-webflux-" + i, text("Spring WebFlux ", i)));
		}
		return new Post(id, text("Title ", id), text("Some words that are the body of a post. ".repeat(5), id), "admin",
				tags, 1, NOW.plusSeconds(id), NOW.plusSeconds(id));
	}

	private static String text(String text, int id) {
		return new String((text + id).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	private static final ValueCodec<Post> POSTS = JacksonCodec.of(JsonMapper.builder().build(), Post.class);

	private static final ValueCodec<Numbers> NUMBERS = JacksonCodec.of(JsonMapper.builder().build(), Numbers.class);

	/**
	 * Like those of the application.
	 *
	 * @param id a number
	 * @param title a short text
	 * @param body a longer text
	 * @param author a short text
	 * @param tags nested
	 * @param version a number
	 * @param created a time
	 * @param updated a time
	 */
	public record Post(long id, String title, String body, String author, List<Tag> tags, long version, Instant created,
			Instant updated) {
	}

	/**
	 * Nested.
	 *
	 * @param slug a text
	 * @param name a text
	 */
	public record Tag(String slug, String name) {
	}

	/**
	 * What takes much more room as objects than as JSON.
	 *
	 * @param values the numbers
	 */
	public record Numbers(List<Integer> values) {
	}

	private record Made(StoredEntry entry, ValueCodec<?> codec) {
	}

	private interface Maker {

		Made make(int id);

	}

}
