package io.freshet.caching.web;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;

/**
 * A response that goes to nobody: its body is read to the end and dropped.
 */
public final class InternalResponse extends AbstractServerHttpResponse {

	/**
	 * Makes a response.
	 */
	public InternalResponse() {
		super(DefaultDataBufferFactory.sharedInstance);
	}

	@Override
	protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
		return Flux.from(body).doOnNext(DataBufferUtils::release).then();
	}

	@Override
	protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return Flux.from(body).concatMap(this::writeWithInternal).then();
	}

	@Override
	protected void applyStatusCode() {
		// There is nobody to tell.
	}

	@Override
	protected void applyHeaders() {
		// There is nobody to tell.
	}

	@Override
	protected void applyCookies() {
		// There is nobody to tell.
	}

	@Override
	@SuppressWarnings("TypeParameterUnusedInFormals")
	public <T> T getNativeResponse() {
		throw new UnsupportedOperationException("No server sends this response");
	}

}
