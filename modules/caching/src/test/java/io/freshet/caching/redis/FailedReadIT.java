package io.freshet.caching.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections that could not be read from, not because of the network.
 */
class FailedReadIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int ENTRIES = 50;

	private static final int ROOM = 64 * 1024;

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicBoolean narrow = new AtomicBoolean(true);

	private final ClientResources resources = ClientResources.builder().nettyCustomizer(new NettyCustomizer() {

		@Override
		public void afterChannelInitialized(Channel channel) {
			customize(channel);
		}

	}).build();

	private final RedisFixture redis = RedisFixture.on(RedisServer.shared(), this.resources).connected();

	private final RedisFixture another = this.redis.another().connected();

	private final RedisStore store = this.redis.store(InstantSource.system(), CacheRecorder.NONE);

	private final List<EntryKey> keys = IntStream.range(0, ENTRIES).mapToObj(Entries::key).toList();

	@BeforeEach
	void put() {
		for (int key = 0; key < ENTRIES; key++) {
			put(key, "text " + key);
		}
		assertThat(findAll()).hasSize(ENTRIES);
	}

	private void put(int key, String text) {
		this.another.store(InstantSource.system(), CacheRecorder.NONE)
			.put(Entries.entry(key, text, InstantSource.system().instant(), new LocalLedger(1000).view().stamp()))
			.block(PATIENCE);
	}

	@AfterEach
	void close() {
		this.redis.close();
		this.another.close();
		this.resources.shutdown().awaitUninterruptibly();
	}

	@Test
	void areReplacedSoThatNoCallGetsTheReplyToAnother() {
		this.failures.set(1);

		assertThat(findAll()).hasSizeLessThan(ENTRIES);

		awaitTheRightReplies("text 0");
	}

	@Test
	void areReplacedWhereThereWasNoRoomForAReply() {
		String longText = new Random(1).ints(3 * ROOM, 'a', 'z' + 1)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		put(0, longText);

		assertThat(findAll()).hasSizeLessThan(ENTRIES);

		this.narrow.set(false);
		findAll();
		awaitTheRightReplies(longText);
	}

	private void awaitTheRightReplies(String first) {
		await().atMost(PATIENCE).until(() -> findAll().size() == ENTRIES);
		assertThat(findAll()).allSatisfy((key, text) -> {
			int index = this.keys.indexOf(key);
			assertThat(text).isEqualTo((index == 0) ? first : "text " + index);
		});
	}

	private Map<EntryKey, String> findAll() {
		return Flux.fromIterable(this.keys)
			.flatMap((key) -> this.store.find(key).onErrorResume((ex) -> Mono.empty()), ENTRIES)
			.collect(Collectors.toMap(StoredEntry::key, Entries::text))
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private void customize(Channel channel) {
		channel.config().setRecvByteBufAllocator(new FailingAllocator(this.failures));
		if (this.narrow.get()) {
			channel.config().setAllocator(new NarrowAllocator());
		}
	}

	/** Lets reading fail so many times, on whichever connection. */
	private static final class FailingAllocator extends DefaultMaxMessagesRecvByteBufAllocator {

		private final AtomicInteger failures;

		FailingAllocator(AtomicInteger failures) {
			this.failures = failures;
		}

		@Override
		public MaxMessageHandle newHandle() {
			return new MaxMessageHandle() {

				@Override
				public int guess() {
					return 1024;
				}

				@Override
				public ByteBuf allocate(ByteBufAllocator allocator) {
					if (FailingAllocator.this.failures.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
						throw new IllegalStateException("of a test");
					}
					return super.allocate(allocator);
				}

			};
		}

	}

	/** Its buffers do not grow. */
	private static final class NarrowAllocator extends AbstractByteBufAllocator {

		@Override
		protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
			return new UnpooledHeapByteBuf(this, initialCapacity, Math.max(initialCapacity, ROOM));
		}

		@Override
		protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
			return new UnpooledDirectByteBuf(this, initialCapacity, Math.max(initialCapacity, ROOM));
		}

		@Override
		public boolean isDirectBufferPooled() {
			return false;
		}

	}

}
