package com.example.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Takes interim responses of the origin off, such as 103 (Early Hints). The HTTP client
 * would take one for the final response, and has no way to hand it on. Those that the
 * client knows itself, 100 (Continue) and 101 (Switching Protocols), are left to it.
 */
class InterimResponses extends ChannelInboundHandlerAdapter {

	private boolean interim;

	static void takeOff(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		if (pipeline.get(NettyPipeline.HttpCodec) != null) {
			pipeline.addAfter(NettyPipeline.HttpCodec, "interim-responses", new InterimResponses());
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse response) {
			this.interim = isInterim(response.status());
		}
		if (!this.interim) {
			context.fireChannelRead(message);
			return;
		}
		this.interim = !(message instanceof LastHttpContent);
		ReferenceCountUtil.release(message);
		// What was asked for has not come yet.
		context.read();
	}

	private static boolean isInterim(HttpResponseStatus status) {
		return status.codeClass() == HttpStatusClass.INFORMATIONAL && !status.equals(HttpResponseStatus.CONTINUE)
				&& !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
	}

}
