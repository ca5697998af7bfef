package io.freshet.caching.web;

import java.nio.charset.StandardCharsets;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fails a test class during which Netty found a buffer that nobody had released.
 */
final class NoLeaks implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

	/** Makes buffers as a client of another server does: pooled and counted. */
	private static final NettyDataBufferFactory BUFFERS = new NettyDataBufferFactory(ByteBufAllocator.DEFAULT);

	private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

	private final ListAppender<ILoggingEvent> reports = new ListAppender<>();

	/**
	 * Makes a buffer that Netty misses if nobody releases it. One that only wraps bytes
	 * it would not miss.
	 */
	static DataBuffer buffer(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return BUFFERS.allocateBuffer(bytes.length).write(bytes);
	}

	/** What others lost is reported to nobody. */
	@Override
	public void beforeAll(ExtensionContext context) {
		if (!this.reports.isStarted()) {
			findLost();
		}
	}

	/** Before each, for the first one begins by setting the logging up anew. */
	@Override
	public void beforeEach(ExtensionContext context) {
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
		this.reports.start();
		this.logger.addAppender(this.reports);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		List<String> leaks = leaks();
		this.logger.detachAppender(this.reports);

		assertThat(leaks).as("buffers that nobody released").isEmpty();
	}

	/**
	 * A connection to Redis has a buffer for as long as it lives, which is lost with an
	 * event loop that ends first, perhaps that of another test.
	 */
	private static boolean isOfConnectionToRedis(String report) {
		return report.contains("io.lettuce.core.protocol.CommandHandler.channelRegistered");
	}

	/**
	 * Netty reports a leak when it tracks the next buffer after the collection of the one
	 * that was lost.
	 */
	private static void findLost() {
		for (int i = 0; i < 5; i++) {
			System.gc();
			ByteBufAllocator.DEFAULT.directBuffer(16).release();
			ByteBufAllocator.DEFAULT.heapBuffer(16).release();
		}
	}

	private List<String> leaks() {
		findLost();
		return this.reports.list.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.filter((report) -> !isOfConnectionToRedis(report))
			.toList();
	}

}
