package io.freshet.caching.web;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * What a handler answers one client with, unless it fails before anything was sent: then
 * the client gets something else.
 */
final class SubstitutingResponse extends ServerHttpResponseDecorator {

	private final HttpHeaders outer;

	private final Substitute substitute;

	private volatile boolean substituted;

	/**
	 * Makes a response.
	 * @param client the response of the client
	 * @param outer what stood in its head before the handler was asked
	 * @param substitute writes something else to the client
	 */
	SubstitutingResponse(ServerHttpResponse client, HttpHeaders outer, Substitute substitute) {
		super(client);
		this.outer = outer;
		this.substitute = substitute;
	}

	/**
	 * What is to be said of the handler's answer is not said of another.
	 */
	@Override
	public void beforeCommit(Supplier<? extends Mono<Void>> action) {
		super.beforeCommit(() -> this.substituted ? Mono.empty() : action.get());
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return Mono
			.defer(() -> isFailure() ? drop(Flux.from(body)).then(substitute(getStatusCode())) : super.writeWith(body));
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return Mono
			.defer(() -> isFailure() ? drop(Flux.from(body).concatMap(Flux::from)).then(substitute(getStatusCode()))
					: super.writeAndFlushWith(body));
	}

	@Override
	public Mono<Void> setComplete() {
		return Mono.defer(() -> isFailure() ? substitute(getStatusCode()) : super.setComplete());
	}

	/**
	 * Answers in place of a handler that ended in an error.
	 * @param error the error
	 * @return completes when the client has its answer; the error if it is none that
	 * something else is better than, or if something was sent already
	 */
	Mono<Void> failed(Throwable error) {
		return (!isCommitted() && OriginFailure.isSaidBy(error)) ? substitute(null) : Mono.error(error);
	}

	private boolean isFailure() {
		HttpStatusCode status = getStatusCode();
		return !isCommitted() && status != null && OriginFailure.isSaidBy(status.value());
	}

	private static Mono<Void> drop(Flux<? extends DataBuffer> body) {
		return body.doOnNext(DataBufferUtils::release).then();
	}

	private Mono<Void> substitute(@Nullable HttpStatusCode said) {
		return Mono.defer(() -> {
			this.substituted = true;
			getHeaders().clear();
			getHeaders().addAll(this.outer);
			getCookies().clear();
			return this.substitute.write(said);
		});
	}

	/** Writes something else. */
	@FunctionalInterface
	interface Substitute {

		/**
		 * Writes it to the client.
		 * @param said the status of the handler's answer; {@code null} if it gave none
		 */
		Mono<Void> write(@Nullable HttpStatusCode said);

	}

}
