package io.freshet.caching.web;

import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.freshet.caching.http.GzipCoding;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.StoredResponse;

/**
 * Compresses the bodies of responses that are about to be kept, on threads for
 * computations and not on those that serve connections. Of more than a few at once the
 * rest is kept as it is: nobody waits in a queue, and what is compressed next time is
 * soon enough.
 */
final class BodyCompression {

	private final int most = 4 * Runtime.getRuntime().availableProcessors();

	private final AtomicInteger running = new AtomicInteger();

	/**
	 * Compresses a response, if it is worth while.
	 * @param whole the response
	 * @param route the policy of its route
	 * @return what to keep, on another thread if it was compressed
	 */
	Mono<StoredResponse> apply(StoredResponse whole, RoutePolicy route) {
		if (whole.length() < route.compressionThreshold() || !GzipCoding.isFor(whole, route)) {
			return Mono.just(whole);
		}
		return Mono.defer(() -> {
			if (this.running.incrementAndGet() > this.most) {
				this.running.decrementAndGet();
				return Mono.just(whole);
			}
			return Mono.fromCallable(() -> GzipCoding.compress(whole, route))
				.subscribeOn(Schedulers.parallel())
				.doFinally((end) -> this.running.decrementAndGet());
		});
	}

}
