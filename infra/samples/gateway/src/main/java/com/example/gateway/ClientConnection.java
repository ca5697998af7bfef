package com.example.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A connection of a client, on which interim responses can be sent. The server has no way
 * to do so. One is sent only while its request is the one that is being answered, and
 * before the final response: after that it would be taken for the answer to the next
 * request. All this is decided on the event loop of the connection.
 */
class ClientConnection extends ChannelOutboundHandlerAdapter {

	private static final String NAME = "client-connection";

	private Object answered;

	static void watch(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
			pipeline.addBefore(NettyPipeline.HttpTrafficHandler, NAME, new ClientConnection());
		}
	}

	/**
	 * Sends an interim response, or nothing if it is too late or the client knows none.
	 */
	static void send(HttpServerResponse response, HttpResponseStatus status, HttpHeaders fields) {
		if (response.version().compareTo(HttpVersion.HTTP_1_1) < 0) {
			return;
		}
		response.withConnection((connection) -> {
			Channel channel = connection.channel();
			// A client that has been answered or has gone has none any more.
			if (channel.isRegistered()) {
				run(channel.eventLoop(), () -> sendInTurn(channel, response, status, fields));
			}
		});
	}

	/**
	 * In any case before the final response, which comes from the same thread as this.
	 */
	private static void run(EventLoop loop, Runnable task) {
		if (loop.inEventLoop()) {
			task.run();
		}
		else {
			loop.execute(task);
		}
	}

	private static void sendInTurn(Channel channel, HttpServerResponse response, HttpResponseStatus status,
			HttpHeaders fields) {
		ChannelHandlerContext context = channel.pipeline().context(NAME);
		if (context != null && ChannelOperations.get(channel) == response
				&& ((ClientConnection) context.handler()).answered != response) {
			var unused = context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
					Unpooled.EMPTY_BUFFER, fields, new DefaultHttpHeaders()));
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (message instanceof HttpResponse response
				&& response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
			this.answered = ChannelOperations.get(context.channel());
		}
		super.write(context, message, promise);
	}

}
