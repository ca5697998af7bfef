package io.freshet.caching.web;

import java.util.ArrayList;
import java.util.List;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

import io.freshet.caching.http.HeaderField;

/**
 * What a handler writes to when its answer may be kept: nothing reaches the client before
 * it is known what to do with it. The head is read when the response is committed, after
 * everyone in the chain has had a say. A stream that flushes by itself (server-sent
 * events) is for the client alone.
 */
final class CapturedResponse extends AbstractServerHttpResponse {

	private final ServerHttpResponse client;

	private final HttpHeaders outer;

	private final Receiver receiver;

	/**
	 * Makes a response.
	 * @param client the response of the client
	 * @param outer what stood in its head before the cache was asked
	 * @param receiver decides what becomes of this one
	 */
	CapturedResponse(ServerHttpResponse client, HttpHeaders outer, Receiver receiver) {
		super(client.bufferFactory(), HttpHeaders.copyOf(outer));
		this.client = client;
		this.outer = outer;
		this.receiver = receiver;
	}

	@Override
	@SuppressWarnings("TypeParameterUnusedInFormals")
	public <T> T getNativeResponse() {
		return ServerHttpResponseDecorator.getNativeResponse(this.client);
	}

	@Override
	protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
		// Called before the head is complete, subscribed to after that.
		return Mono.defer(() -> this.receiver.receive(this, body));
	}

	@Override
	protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return Mono.defer(() -> this.receiver.receiveFlushing(this)
				? passHead().then(Mono.defer(() -> this.client.writeAndFlushWith(body)))
				: Flux.from(body).take(1).concatMap(Flux::from).doOnNext(DataBufferUtils::release).take(1).then());
	}

	@Override
	public Mono<Void> setComplete() {
		if (isCommitted()) {
			return Mono.empty();
		}
		if (mayHaveContent() && getHeaders().getContentLength() < 0) {
			// The server would say so for GET, but not for HEAD.
			getHeaders().setContentLength(0);
		}
		return super.setComplete().then(Mono.defer(() -> this.receiver.receive(this, Flux.empty())));
	}

	private boolean mayHaveContent() {
		int status = status();
		return status != HttpStatus.NO_CONTENT.value() && status != HttpStatus.NOT_MODIFIED.value();
	}

	int status() {
		HttpStatusCode status = getStatusCode();
		return (status != null) ? status.value() : HttpStatus.OK.value();
	}

	/**
	 * Returns the lines of the head but for those that stood there before the cache was
	 * asked: they come from outside and are there again on a hit.
	 */
	List<HeaderField> fields() {
		return fields(this, this.outer);
	}

	static List<HeaderField> fields(ServerHttpResponse response, HttpHeaders outer) {
		List<HeaderField> fields = new ArrayList<>();
		response.getHeaders().forEach((name, values) -> {
			List<String> ofOthers = outer.getOrEmpty(name);
			for (String value : values) {
				if (!ofOthers.contains(value)) {
					fields.add(new HeaderField(name, value));
				}
			}
		});
		response.getCookies()
			.forEach((name, cookies) -> cookies
				.forEach((cookie) -> fields.add(new HeaderField(HttpHeaders.SET_COOKIE, cookie.toString()))));
		return fields;
	}

	/**
	 * Passes all on to the client.
	 * @param body the body; a {@code Mono} stays one, of which the server says how long
	 * it is, and which it writes together with the head
	 */
	Mono<Void> pass(Publisher<? extends DataBuffer> body) {
		return passHead().then(Mono.defer(() -> this.client.writeWith(body)));
	}

	private Mono<Void> passHead() {
		return Mono.fromRunnable(() -> {
			HttpHeaders headers = this.client.getHeaders();
			headers.clear();
			getHeaders().forEach(headers::addAll);
			this.receiver.passing();
			this.client.setStatusCode(getStatusCode());
			getCookies().values().forEach((cookies) -> cookies.forEach(this.client::addCookie));
		});
	}

	@Override
	protected void applyStatusCode() {
		// Passed on when it is known to whom.
	}

	@Override
	protected void applyHeaders() {
		// Likewise.
	}

	@Override
	protected void applyCookies() {
		// Likewise.
	}

	/** Decides what becomes of a response. */
	interface Receiver {

		/**
		 * Takes a response whose head is complete.
		 * @param response the response
		 * @param body its body, to be subscribed to once; a {@code Mono} if it comes in
		 * one piece
		 * @return completes when the body has been taken
		 */
		Mono<Void> receive(CapturedResponse response, Publisher<? extends DataBuffer> body);

		/**
		 * Is told that a response flushes by itself, and is for the client alone.
		 * @param response the response, whose head is complete
		 * @return whether the client is there to get it
		 */
		boolean receiveFlushing(CapturedResponse response);

		/**
		 * Is told that a response goes straight to the client, whose response has its
		 * header fields by now.
		 */
		default void passing() {
		}

	}

}
