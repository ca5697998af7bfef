package io.freshet.caching.redis;

import java.io.IOException;

import io.lettuce.core.protocol.CommandHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.freshet.caching.store.LogLimit;

/**
 * Closes a connection of which something could not be read, so that Lettuce makes another
 * one. Lettuce itself ends the oldest call with the error and reads on: what comes next
 * is then taken for the reply to the next call, and so on for as long as the connection
 * lives.
 * <p>
 * It stands in front of the handler that finds the call to each reply. What fails before
 * comes here as an error, unless Netty has closed the connection for it, as it does where
 * the network fails. What that handler could not take over, for want of memory, it leaves
 * unread. It closes the connection itself when a reply is not what it should be.
 * <p>
 * One per connection, called on its event loop.
 */
final class FailureWatch extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(FailureWatch.class);

	private final LogLimit failures;

	/**
	 * Makes a watch.
	 * @param failures limits the log, for all connections
	 */
	FailureWatch(LogLimit failures) {
		this.failures = failures;
	}

	/**
	 * Puts this in its place.
	 * @param pipeline the handlers of a connection of Lettuce
	 */
	void join(ChannelPipeline pipeline) {
		pipeline.addBefore(pipeline.context(CommandHandler.class).name(), null, this);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf bytes = (ByteBuf) message;
		bytes.retain();
		try {
			context.fireChannelRead(bytes);
			if (bytes.isReadable()) {
				close(context, "not all that came was taken over");
			}
		}
		finally {
			bytes.release();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.fireExceptionCaught(cause);
		if (cause instanceof IOException) {
			// The end of the connection anyway, which others log.
			context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
		}
		else {
			close(context, cause.toString());
		}
	}

	private void close(ChannelHandlerContext context, String reason) {
		this.failures.log(
				(before) -> logger.warn("Shared cache tier: reading from {} failed, the connection is replaced: {}; {} "
						+ "more such times of late", context.channel().remoteAddress(), reason, before));
		context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
	}

}
