package io.freshet.caching.web;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * Lets a response pass to the client and hands a copy to a {@link ResponseFill}. The copy
 * is kept before the client gets the end of the body, so that whoever has seen the answer
 * finds it in the cache.
 * <p>
 * The head is read when the response is committed, after everyone in the chain has had a
 * say. Where the client wants no body (HEAD, or it has the representation already) the
 * body is read to its end all the same, for the cache. A stream that flushes by itself
 * (server-sent events) passes by untouched.
 */
final class CapturingResponse extends ServerHttpResponseDecorator {

	private final ResponseFill fill;

	private final boolean head;

	CapturingResponse(ServerHttpResponse delegate, ResponseFill fill, boolean head) {
		super(delegate);
		this.fill = fill;
		this.head = head;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		boolean notModified = isNotModified();
		if (this.head || notModified) {
			return Flux.from(body).doOnNext(this::swallow).then(Mono.defer(() -> {
				this.fill.bodyEnded();
				return complete(notModified);
			}));
		}
		beforeCommit(this::takeHead);
		if (body instanceof Mono<? extends DataBuffer> single) {
			// The buffer is here before the head is committed, and nothing comes after
			// it.
			return super.writeWith(single.doOnNext((buffer) -> {
				this.fill.add(buffer);
				this.fill.bodyEnded();
			}));
		}
		return super.writeWith(Flux.<DataBuffer>from(body).doOnNext(this.fill::add).concatWith(Mono.defer(() -> {
			this.fill.bodyEnded();
			return this.fill.storeIfComplete().then(Mono.empty());
		})));
	}

	private void swallow(DataBuffer buffer) {
		try {
			this.fill.add(buffer);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	@Override
	public Mono<Void> setComplete() {
		if (isCommitted()) {
			return Mono.empty();
		}
		this.fill.bodyEnded();
		boolean notModified = isNotModified();
		if (!notModified && status() != HttpStatus.NO_CONTENT.value() && getHeaders().getContentLength() < 0) {
			// The server would say so for GET, but not for HEAD.
			getHeaders().setContentLength(0);
		}
		return complete(notModified);
	}

	private Mono<Void> complete(boolean notModified) {
		beforeCommit(() -> takeHead().then(Mono.fromRunnable(() -> {
			if (notModified) {
				turnInto304();
			}
		})));
		return super.setComplete();
	}

	private boolean isNotModified() {
		return this.fill.isMetBy(status(), getHeaders());
	}

	private void turnInto304() {
		setStatusCode(HttpStatus.NOT_MODIFIED);
		ResponseFill.dropContentFields(getHeaders());
	}

	private Mono<Void> takeHead() {
		HttpHeaders headers = HttpHeaders.copyOf(getHeaders());
		// Cookies become header fields only after this.
		getCookies().forEach(
				(name, cookies) -> cookies.forEach((cookie) -> headers.add(HttpHeaders.SET_COOKIE, cookie.toString())));
		this.fill.head(status(), headers);
		if (this.fill.isStale()) {
			CacheStatusHeaders.staleParts(getHeaders());
		}
		return this.fill.storeIfComplete();
	}

	private int status() {
		HttpStatusCode status = getStatusCode();
		return (status != null) ? status.value() : HttpStatus.OK.value();
	}

}
