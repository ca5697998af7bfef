package io.freshet.caching.redis;

import java.io.IOException;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection whose reading failed, so that Lettuce makes another one. Netty does
 * that only if the network or a want of memory is the reason. After any other failure
 * Lettuce ends the oldest call with the error and reads on: the reply to that call is
 * then taken for the reply to the next one, and so on for as long as the connection
 * lives.
 * <p>
 * One per connection, called on its event loop.
 */
final class FailureWatch extends ChannelInboundHandlerAdapter {

	private static final Logger logger = LoggerFactory.getLogger(FailureWatch.class);

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		// What the network says is the end of the connection anyway, which others log.
		if (!(cause instanceof IOException)) {
			logger.warn("Shared cache tier: reading from {} failed, the connection is replaced",
					context.channel().remoteAddress(), cause);
		}
		context.fireExceptionCaught(cause);
		context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
	}

}
