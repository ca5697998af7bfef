package com.example.gateway;

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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fails a test class during which Netty found a buffer that nobody had released.
 */
final class NoLeaks implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

	private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

	private final ListAppender<ILoggingEvent> reports = new ListAppender<>();

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
		findLost();
		this.logger.detachAppender(this.reports);

		assertThat(List.copyOf(this.reports.list)).as("buffers that nobody released").isEmpty();
	}

	/** A lost buffer is reported when the next one is made after its collection. */
	private static void findLost() {
		for (int i = 0; i < 5; i++) {
			System.gc();
			ByteBufAllocator.DEFAULT.directBuffer(16).release();
			ByteBufAllocator.DEFAULT.heapBuffer(16).release();
		}
	}

}
