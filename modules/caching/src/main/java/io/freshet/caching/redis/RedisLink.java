package io.freshet.caching.redis;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/**
 * The connection to Redis that all calls share.
 * <p>
 * Making the first connection blocks, so it is made once on a thread that may block,
 * again and again until it succeeds; from then on Lettuce itself reconnects. Until there
 * is one, a call fails at once.
 */
public final class RedisLink {

	private static final Logger logger = LoggerFactory.getLogger(RedisLink.class);

	private final ReactiveRedisConnectionFactory factory;

	private volatile @Nullable ReactiveRedisConnection connection;

	/**
	 * Makes a link that is not connected.
	 * @param factory makes the connection
	 */
	public RedisLink(ReactiveRedisConnectionFactory factory) {
		this.factory = factory;
	}

	/**
	 * Connects.
	 * @return completes when there is a connection; until then it tries again, at longer
	 * and longer intervals of up to two seconds
	 */
	public Mono<Void> connect() {
		return Mono.fromCallable(this.factory::getReactiveConnection)
			.subscribeOn(Schedulers.boundedElastic())
			.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
				.maxBackoff(Duration.ofSeconds(2))
				.doBeforeRetry((retry) -> logFailure(retry.totalRetries(), retry.failure())))
			.doOnNext((made) -> {
				this.connection = made;
				logger.info("Shared cache tier: connected to Redis");
			})
			.then();
	}

	private static void logFailure(long attempt, Throwable failure) {
		if (attempt == 0) {
			logger.warn("Shared cache tier: Redis cannot be reached yet, it is tried again and again: {}",
					NestedExceptionUtils.getMostSpecificCause(failure).toString());
		}
		logger.debug("Attempt {} to connect to Redis failed", attempt, failure);
	}

	/**
	 * Returns the connection.
	 * @return the connection; {@link NotConnectedException} if there was none yet
	 */
	Mono<ReactiveRedisConnection> connection() {
		return Mono.defer(() -> {
			ReactiveRedisConnection made = this.connection;
			return (made != null) ? Mono.just(made) : Mono.error(new NotConnectedException());
		});
	}

	/**
	 * Redis was not reached since the start.
	 */
	static final class NotConnectedException extends RuntimeException {

		NotConnectedException() {
			super("Not connected to Redis yet", null, false, false);
		}

	}

}
