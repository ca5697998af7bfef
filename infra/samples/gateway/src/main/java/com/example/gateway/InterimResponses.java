package com.example.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Takes interim responses of the origin, such as 103 (Early Hints), to the client whose
 * request is being passed on, as a proxy has to (RFC 9110, section 15.2). The HTTP client
 * would take one for the final response. Those that the client knows itself, 100
 * (Continue) and 101 (Switching Protocols), are left to it.
 */
class InterimResponses extends ChannelInboundHandlerAdapter {

	private static final AttributeKey<HttpServerResponse> ASKED_FOR = AttributeKey.valueOf(InterimResponses.class,
			"ASKED_FOR");

	private boolean interim;

	static void takeFrom(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		if (pipeline.get(NettyPipeline.HttpCodec) != null) {
			pipeline.addAfter(NettyPipeline.HttpCodec, "interim-responses", new InterimResponses());
		}
	}

	/** Says whose request goes to the origin next on a connection. */
	static void note(HttpClientRequest request, Channel channel) {
		HttpServerResponse response = request.currentContextView().getOrDefault(HttpServerResponse.class, null);
		channel.attr(ASKED_FOR).set(response);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse response) {
			this.interim = isInterim(response.status());
			passOn(context.channel(), response);
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

	private void passOn(Channel channel, HttpResponse response) {
		if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
			channel.attr(ASKED_FOR).set(null);
			return;
		}
		HttpServerResponse client = channel.attr(ASKED_FOR).get();
		if (this.interim && client != null) {
			HttpHeaders fields = response.headers().copy();
			HopByHop.remove(fields);
			ClientConnection.send(client, response.status(), fields);
		}
	}

	private static boolean isInterim(HttpResponseStatus status) {
		return status.codeClass() == HttpStatusClass.INFORMATIONAL && !status.equals(HttpResponseStatus.CONTINUE)
				&& !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
	}

}
