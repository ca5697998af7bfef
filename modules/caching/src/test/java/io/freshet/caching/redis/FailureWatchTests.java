package io.freshet.caching.redis;

import java.io.IOException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.freshet.caching.store.LogLimit;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class FailureWatchTests {

	private final Reader reader = new Reader();

	private final EmbeddedChannel channel = new EmbeddedChannel(new FailureWatch(new LogLimit()), this.reader);

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void passesOnWhatComes() {
		ByteBuf bytes = Unpooled.copiedBuffer(new byte[100]);

		this.channel.writeInbound(bytes);

		assertThat(this.reader.read).isEqualTo(100);
		assertThat(bytes.refCnt()).isZero();
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void closesAConnectionOfWhichSomethingWasLeftUnread(CapturedOutput output) {
		ByteBuf bytes = Unpooled.copiedBuffer(new byte[100]);
		this.reader.takes = 60;

		this.channel.writeInbound(bytes);

		assertThat(bytes.refCnt()).isZero();
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(output).contains("not all that came was taken over");
	}

	@Test
	void closesAConnectionThatCouldNotBeReadAfterItToldSo(CapturedOutput output) {
		IllegalStateException failure = new IllegalStateException("not read");

		this.channel.pipeline().fireExceptionCaught(failure);

		assertThat(this.reader.heard).isSameAs(failure);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(output).contains("not read");
	}

	@Test
	void saysNothingOfWhatTheNetworkSays(CapturedOutput output) {
		IOException failure = new IOException("reset by peer");

		this.channel.pipeline().fireExceptionCaught(failure);

		assertThat(this.reader.heard).isSameAs(failure);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(output).doesNotContain("reset by peer");
	}

	/** Takes over what comes, or a part of it. */
	private static final class Reader extends ChannelInboundHandlerAdapter {

		private int takes = Integer.MAX_VALUE;

		private int read;

		private Throwable heard = new IllegalStateException("nothing heard");

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ByteBuf bytes = (ByteBuf) message;
			int length = Math.min(this.takes, bytes.readableBytes());
			bytes.skipBytes(length);
			this.read += length;
			bytes.release();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			this.heard = cause;
		}

	}

}
