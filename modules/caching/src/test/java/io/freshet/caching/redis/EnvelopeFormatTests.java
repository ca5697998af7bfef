package io.freshet.caching.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.redis.EnvelopeFormat.MalformedEnvelopeException;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryLimits;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.EntryTimes;
import io.freshet.caching.store.StoredEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EnvelopeFormatTests {

	private static final EnvelopeFormat FORMAT = new EnvelopeFormat(64, new EntryLimits(20_000, 70_000));

	private static final StoredEntry GOLDEN = new StoredEntry(
			new EntryKey(CacheName.of("posts"), CacheKey.of("list", "page=2", "straße"), 0x1234_5678_9abc_def0L),
			EntryKind.MANY, "[{\"id\":42,\"title\":\"Grüße\"}]".getBytes(StandardCharsets.UTF_8),
			new EntryTimes(Instant.parse("2026-11-22T08:00:00Z"), Instant.parse("2026-11-22T08:04:00Z"),
					Instant.parse("2026-11-22T08:05:00.123Z"), Duration.ofMillis(17)),
			Set.of(CacheTag.of("post", 42), CacheTag.of("tag", "redis")),
			Stamp.of("7574113-00000001-5", "740:745:741,743"));

	@Test
	void readsVersion4() throws IOException {
		byte[] golden = golden("envelope-v4.hex");

		StoredEntry read = FORMAT.decode(ByteBuffer.wrap(golden), GOLDEN.key());

		assertSame(read, GOLDEN);
		assertThat(bytes(GOLDEN)).as("written as before").isEqualTo(golden);
	}

	/** It wrote the numbers of a stamp to another base. */
	@Test
	void refusesVersion1() throws IOException {
		assertRefused(golden("envelope-v1.hex"));
	}

	/** It had neither shape nor soft expiry. */
	@Test
	void refusesVersion2() throws IOException {
		assertRefused(golden("envelope-v2.hex"));
	}

	/** It deflated long payloads. */
	@Test
	void refusesVersion3() throws IOException {
		assertRefused(golden("envelope-v3.hex"));
	}

	@Test
	void readsCompressedPayloads() throws IOException {
		byte[] golden = golden("envelope-v4-compressed.hex");

		assertSame(FORMAT.decode(ByteBuffer.wrap(golden), GOLDEN.key()), compressible());
	}

	private byte[] golden(String name) throws IOException {
		try (InputStream file = getClass().getResourceAsStream(name)) {
			return HexFormat.of().parseHex(new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip());
		}
	}

	@Property(tries = 300)
	void survivesItsEnvelope(@ForAll @StringLength(max = 520) @CharRange(from = ' ', to = '\ud7ff') String key,
			@ForAll long shape, @ForAll EntryKind kind, @ForAll @Size(max = 400) byte[] payload,
			@ForAll @Size(max = 8) Set<@IntRange(max = 99) Integer> tags, @ForAll @IntRange(min = 0) int created,
			@ForAll @IntRange(max = 1000) int soft, @ForAll @IntRange(min = 0) int loadMicros) {
		StoredEntry entry = new StoredEntry(new EntryKey(CacheName.of("things"), new CacheKey(key), shape), kind,
				payload,
				new EntryTimes(Instant.ofEpochMilli(created), Instant.ofEpochMilli(created + (long) soft),
						Instant.ofEpochMilli(created + 1000L), Duration.of(loadMicros, ChronoUnit.MICROS)),
				tags.stream().map((id) -> CacheTag.of("thing", id)).collect(Collectors.toSet()),
				Stamp.below("h", created));

		ByteBuffer envelope = FORMAT.encode(entry);

		assertThat(EnvelopeFormat.decodeKey(beginning(envelope))).isEqualTo(entry.key());
		assertSame(FORMAT.decode(envelope, entry.key()), entry);
	}

	@Test
	void refusesEveryFlipOfABit() {
		for (StoredEntry entry : new StoredEntry[] { GOLDEN, compressible() }) {
			byte[] bytes = bytes(entry);
			for (int position = 0; position < bytes.length; position++) {
				for (int bit = 0; bit < 8; bit++) {
					byte[] flipped = bytes.clone();
					flipped[position] ^= (byte) (1 << bit);
					assertRefused(flipped);
				}
			}
		}
	}

	@Test
	void refusesEveryBeginningAndWhatIsTooLong() {
		byte[] bytes = bytes(GOLDEN);
		for (int length = 0; length < bytes.length; length++) {
			assertRefused(Arrays.copyOf(bytes, length));
		}
		assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
	}

	@Test
	void failsInNoOtherWayUnderARightChecksum() {
		byte[] bytes = bytes(compressible());
		Random random = new Random(7);
		for (int round = 0; round < 20_000; round++) {
			byte[] changed = bytes.clone();
			changed[random.nextInt(changed.length - 4)] = (byte) random.nextInt(256);
			withChecksum(changed);
			decodesOrIsMalformed(changed);
		}
	}

	/** What a length field may do to the heap. */
	@Test
	void failsInNoOtherWayWhateverALengthClaims() {
		for (StoredEntry entry : new StoredEntry[] { GOLDEN, compressible() }) {
			byte[] bytes = bytes(entry);
			for (int position = 3; position < bytes.length - 8; position++) {
				for (int length : new int[] { -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 19_999, 20_001 }) {
					byte[] changed = bytes.clone();
					ByteBuffer.wrap(changed).putInt(position, length);
					withChecksum(changed);
					decodesOrIsMalformed(changed);
				}
			}
		}
	}

	@Test
	void refusesWhatClaimsToDecompressToAnotherLength() {
		byte[] bytes = bytes(withPayload(new byte[20_000]));
		int stated = bytes.length - 4 - compressedLength(bytes) - 8;
		assertThat(ByteBuffer.wrap(bytes).getInt(stated)).isEqualTo(20_000);

		for (int length : new int[] { 19_999, 20_001, 1_000_000, Integer.MAX_VALUE, -1 }) {
			byte[] changed = bytes.clone();
			ByteBuffer.wrap(changed).putInt(stated, length);
			withChecksum(changed);
			assertRefused(changed);
		}
	}

	private static int compressedLength(byte[] bytes) {
		for (int length = 1; length < 1_000; length++) {
			if (ByteBuffer.wrap(bytes).getInt(bytes.length - 4 - length - 4) == length) {
				return length;
			}
		}
		throw new AssertionError("No length found");
	}

	@Test
	void refusesWhatIsBeyondTheLimits() {
		EnvelopeFormat strict = new EnvelopeFormat(64, new EntryLimits(100, 2));
		StoredEntry within = withPayload(new byte[100]);
		StoredEntry tooLong = withPayload(new byte[101]);
		StoredEntry tagged = new StoredEntry(GOLDEN.key(), EntryKind.ONE, new byte[1], GOLDEN.created(),
				GOLDEN.expires(), Set.of(CacheTag.of("a", 1), CacheTag.of("a", 2), CacheTag.of("a", 3)),
				GOLDEN.stamp());

		assertSame(strict.decode(FORMAT.encode(within), within.key()), within);
		assertThat(List.of(tooLong, tagged))
			.allSatisfy((entry) -> assertThatExceptionOfType(MalformedEnvelopeException.class)
				.isThrownBy(() -> strict.decode(FORMAT.encode(entry), entry.key())));
		assertThatExceptionOfType(MalformedEnvelopeException.class)
			.isThrownBy(() -> strict.decode(ByteBuffer.allocate(strict.maxLength() + 1), within.key()))
			.withMessageContaining("more than");
	}

	@Test
	void holdsWhateverIsWithinTheLimits() {
		EntryLimits limits = new EntryLimits(1_000, 50);
		EnvelopeFormat format = new EnvelopeFormat(2_000, limits);
		Set<CacheTag> tags = IntStream.range(0, limits.tags())
			.mapToObj((id) -> CacheTag.of("t", "\u20ac".repeat(180) + id))
			.collect(Collectors.toSet());
		StoredEntry largest = new StoredEntry(longestKey(), EntryKind.ONE, new byte[limits.valueSize()],
				GOLDEN.created(), GOLDEN.expires(), tags, GOLDEN.stamp());

		assertThat(format.encode(largest).remaining()).isLessThan(format.maxLength());
	}

	@Test
	void refusesTheEntryOfAnotherKeyAndOfAnotherShape() {
		for (EntryKey asked : new EntryKey[] { GOLDEN.key().withShape(1), EntryKey.parse("posts:1") }) {
			assertThatExceptionOfType(MalformedEnvelopeException.class)
				.isThrownBy(() -> FORMAT.decode(FORMAT.encode(GOLDEN), asked))
				.withMessageContaining("asked for");
		}
	}

	@Test
	void givesTheEntryTheKeyThatWasAskedFor() {
		EntryKey asked = new EntryKey(GOLDEN.key().cache(), GOLDEN.key().key(), GOLDEN.key().shape());

		assertThat(FORMAT.decode(FORMAT.encode(GOLDEN), asked).key()).as("one object less").isSameAs(asked);
	}

	@Property
	void neverFailsInAnotherWay(@ForAll @Size(max = 200) byte[] anything) {
		decodesOrIsMalformed(anything);
		byte[] ours = new byte[anything.length + 7];
		System.arraycopy(anything, 0, ours, 3, anything.length);
		ours[0] = 'F';
		ours[1] = 'r';
		ours[2] = 4;
		withChecksum(ours);
		decodesOrIsMalformed(ours);
		try {
			EnvelopeFormat.decodeKey(ByteBuffer.wrap(ours));
		}
		catch (MalformedEnvelopeException ex) {
			assertThat(ex).hasMessageStartingWith("Not a cache entry");
		}
	}

	@Test
	void compressesWhatGetsShorterByIt() {
		byte[] noise = new byte[10_000];
		new Random(3).nextBytes(noise);

		assertThat(bytes(compressible())).hasSizeLessThan(1_000);
		assertThat(bytes(withPayload(noise)).length).as("left alone").isBetween(10_000, 10_200);
		assertThat(FORMAT.decode(FORMAT.encode(withPayload(noise)), GOLDEN.key()).payload()).isEqualTo(noise);
		assertThat(new EnvelopeFormat(20_000, EntryLimits.NONE).encode(compressible()).remaining())
			.isGreaterThan(10_000);
	}

	@Test
	void carriesAnyNumberOfTags() {
		Set<CacheTag> tags = IntStream.range(0, 70_000)
			.mapToObj((id) -> CacheTag.of("thing", id))
			.collect(Collectors.toSet());
		StoredEntry entry = new StoredEntry(GOLDEN.key(), EntryKind.ONE, new byte[1], GOLDEN.created(),
				GOLDEN.expires(), tags, GOLDEN.stamp());

		assertThat(FORMAT.decode(FORMAT.encode(entry), entry.key()).tags()).isEqualTo(tags);
	}

	@Test
	void holdsTheLongestKeyInItsBeginning() {
		EntryKey longest = longestKey();
		StoredEntry entry = new StoredEntry(longest, EntryKind.ONE, new byte[9], GOLDEN.created(), GOLDEN.expires(),
				GOLDEN.tags(), GOLDEN.stamp());

		assertThat(EnvelopeFormat.decodeKey(beginning(FORMAT.encode(entry)))).isEqualTo(longest);
	}

	private static EntryKey longestKey() {
		return new EntryKey(CacheName.of("a".repeat(64)), new CacheKey("\u20ac".repeat(600)));
	}

	private static ByteBuffer beginning(ByteBuffer envelope) {
		return envelope.slice(0, Math.min(envelope.remaining(), EnvelopeFormat.KEY_PREFIX_LENGTH));
	}

	private static StoredEntry compressible() {
		return withPayload("freshet ".repeat(1_500).getBytes(StandardCharsets.UTF_8));
	}

	private static StoredEntry withPayload(byte[] payload) {
		return new StoredEntry(GOLDEN.key(), EntryKind.ONE, payload, GOLDEN.created(), GOLDEN.expires(), GOLDEN.tags(),
				GOLDEN.stamp());
	}

	private static byte[] bytes(StoredEntry entry) {
		ByteBuffer buffer = FORMAT.encode(entry);
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

	private static void withChecksum(byte[] bytes) {
		CRC32C crc = new CRC32C();
		crc.update(bytes, 0, bytes.length - 4);
		ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
	}

	private static void decodesOrIsMalformed(byte[] bytes) {
		try {
			assertThat(FORMAT.decode(ByteBuffer.wrap(bytes), GOLDEN.key())).isNotNull();
		}
		catch (MalformedEnvelopeException ex) {
			assertThat(ex).hasMessageStartingWith("Not a cache entry");
		}
	}

	private static void assertRefused(byte[] bytes) {
		assertThatExceptionOfType(MalformedEnvelopeException.class)
			.isThrownBy(() -> FORMAT.decode(ByteBuffer.wrap(bytes), GOLDEN.key()));
	}

	private static void assertSame(StoredEntry read, StoredEntry written) {
		assertThat(read.key()).isEqualTo(written.key());
		assertThat(read.kind()).isEqualTo(written.kind());
		assertThat(read.payload()).isEqualTo(written.payload());
		assertThat(read.created()).isEqualTo(written.created());
		assertThat(read.softExpiry()).isEqualTo(written.softExpiry());
		assertThat(read.expires()).isEqualTo(written.expires());
		assertThat(read.loadTime()).isEqualTo(written.loadTime());
		assertThat(read.tags()).isEqualTo(written.tags());
		assertThat(read.stamp()).isEqualTo(written.stamp());
	}

}
