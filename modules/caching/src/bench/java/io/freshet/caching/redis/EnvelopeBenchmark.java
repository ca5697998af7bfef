package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.load.Article;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.EntryLimits;
import io.freshet.caching.store.StoredEntry;

/**
 * What the envelope of an entry costs, beside the JSON that is in it: an article of about
 * a kilobyte with two tags.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnvelopeBenchmark {

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final Article article = Article.of(1);

	private final byte[] json = this.mapper.writeValueAsBytes(this.article);

	private final EnvelopeFormat format = new EnvelopeFormat(8192, new EntryLimits(1 << 20, 100));

	private final EntryKey key = new EntryKey(CacheName.of("articles"), CacheKey.of(1L), 42);

	private final StoredEntry entry = new StoredEntry(this.key, EntryKind.ONE, this.json, Instant.EPOCH,
			Instant.EPOCH.plus(Duration.ofMinutes(5)), Set.of(CacheTag.of("article", 1), CacheTag.of("author", 2)),
			new LocalLedger(10_000).view().stamp());

	private final byte[] envelope = bytes(this.format.encode(this.entry));

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

	/**
	 * Writes the JSON.
	 * @return the bytes
	 */
	@Benchmark
	public byte[] jsonEncode() {
		return this.mapper.writeValueAsBytes(this.article);
	}

	/**
	 * Reads the JSON.
	 * @return the value
	 */
	@Benchmark
	public Article jsonDecode() {
		return this.mapper.readValue(this.json, Article.class);
	}

	/**
	 * Writes the envelope around the JSON.
	 * @return the bytes
	 */
	@Benchmark
	public ByteBuffer envelopeEncode() {
		return this.format.encode(this.entry);
	}

	/**
	 * Reads the envelope around the JSON.
	 * @return the entry
	 * @throws Exception if it is malformed
	 */
	@Benchmark
	public StoredEntry envelopeDecode() throws Exception {
		return this.format.decode(ByteBuffer.wrap(this.envelope), this.key);
	}

}
