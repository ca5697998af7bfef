package io.freshet.caching.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
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

	private final AtomicInteger failures = new AtomicInteger();

	private final ClientResources resources = ClientResources.builder()
		.nettyCustomizer(new FailingReads(this.failures))
		.build();

	private final RedisFixture redis = RedisFixture.on(RedisServer.shared(), this.resources).connected();

	private final RedisStore store = this.redis.store(InstantSource.system(), CacheRecorder.NONE);

	private final List<EntryKey> keys = IntStream.range(0, ENTRIES).mapToObj(Entries::key).toList();

	@AfterEach
	void close() {
		this.redis.close();
		this.resources.shutdown().awaitUninterruptibly();
	}

	@Test
	void areReplacedSoThatNoCallGetsTheReplyToAnother() {
		LocalLedger ledger = new LocalLedger(1000);
		Flux.fromIterable(IntStream.range(0, ENTRIES).boxed().toList())
			.concatMap((key) -> this.store
				.put(Entries.entry(key, "text " + key, InstantSource.system().instant(), ledger.view().stamp())))
			.blockLast(PATIENCE);
		assertThat(findAll()).hasSize(ENTRIES);

		this.failures.set(1);
		assertThat(findAll()).hasSizeLessThan(ENTRIES);

		await().atMost(PATIENCE).until(() -> findAll().size() == ENTRIES);
		assertThat(findAll()).allSatisfy((key, text) -> assertThat(text).isEqualTo("text " + this.keys.indexOf(key)));
	}

	private Map<EntryKey, String> findAll() {
		return Flux.fromIterable(this.keys)
			.flatMap((key) -> this.store.find(key).onErrorResume((ex) -> Mono.empty()), ENTRIES)
			.collect(Collectors.toMap(StoredEntry::key, Entries::text))
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	/** Lets reading fail so many times, on whichever connection. */
	private record FailingReads(AtomicInteger failures) implements NettyCustomizer {

		@Override
		public void afterChannelInitialized(Channel channel) {
			channel.config().setRecvByteBufAllocator(new FailingAllocator(this.failures));
		}

	}

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

}
