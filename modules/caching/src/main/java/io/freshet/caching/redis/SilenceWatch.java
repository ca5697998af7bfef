package io.freshet.caching.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection on which something was sent and nothing came back for too long, so
 * that Lettuce makes another one. A call that times out does not do that, and the
 * operating system does it only after minutes, or never if a middlebox still acknowledges
 * what it throws away.
 * <p>
 * Redis answers everything that a client sends. A connection on which nothing is sent is
 * left alone. One per connection; all of it happens on the event loop of that connection.
 */
final class SilenceWatch extends ChannelDuplexHandler {

	private static final Logger logger = LoggerFactory.getLogger(SilenceWatch.class);

	private final long limit;

	private boolean waiting;

	private long waitingSince;

	private @Nullable Future<?> nextLook;

	SilenceWatch(Duration limit) {
		this.limit = limit.toNanos();
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (!this.waiting) {
			this.waiting = true;
			this.waitingSince = context.executor().ticker().nanoTime();
			lookIn(this.limit, context);
		}
		super.write(context, message, promise);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.waiting = false;
		context.fireChannelRead(message);
	}

	/** One look at a time, however many calls there are meanwhile. */
	private void lookIn(long nanos, ChannelHandlerContext context) {
		if (this.nextLook == null) {
			this.nextLook = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
		}
	}

	private void look(ChannelHandlerContext context) {
		this.nextLook = null;
		if (!this.waiting || !context.channel().isActive()) {
			return;
		}
		long left = this.limit - (context.executor().ticker().nanoTime() - this.waitingSince);
		if (left > 0) {
			lookIn(left, context);
			return;
		}
		logger.warn("Shared cache tier: {} has not answered for {}, the connection is replaced",
				context.channel().remoteAddress(), Duration.ofNanos(this.limit));
		context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
	}

}
