package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;

import io.lettuce.core.cluster.api.reactive.RedisClusterReactiveCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveSubscription;

/**
 * The connection to Redis that all calls share. What is called seldom goes through Spring
 * Data, which tells clusters from single servers and names errors alike for all drivers.
 * It makes a row of operators of each command, though, which costs about half as much as
 * the command itself: entries are read and written with Lettuce's own commands, on the
 * same connection.
 * <p>
 * Making the first connection blocks, so it is made once on a thread that may block,
 * again and again until it succeeds; from then on Lettuce itself reconnects. Until there
 * is one, a call fails at once.
 */
public final class RedisLink {

	private static final Logger logger = LoggerFactory.getLogger(RedisLink.class);

	private final SharedLettuce factory;

	private volatile @Nullable Connected connected;

	/**
	 * Makes a link that is not connected.
	 * @param factory makes the connection
	 */
	RedisLink(SharedLettuce factory) {
		this.factory = factory;
	}

	/**
	 * Connects.
	 * @return completes when there is a connection; until then it tries again, at longer
	 * and longer intervals of up to two seconds
	 */
	public Mono<Void> connect() {
		return Mono.fromCallable(() -> new Connected(this.factory.getReactiveConnection(), this.factory.commands()))
			.subscribeOn(Schedulers.boundedElastic())
			.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
				.maxBackoff(Duration.ofSeconds(2))
				.doBeforeRetry((retry) -> logFailure(retry.totalRetries(), retry.failure())))
			.doOnNext((made) -> {
				this.connected = made;
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
		return Mono.fromSupplier(() -> connected().connection());
	}

	/**
	 * Returns the commands of the driver.
	 * @return the commands
	 * @throws NotConnectedException if there was no connection yet
	 */
	RedisClusterReactiveCommands<ByteBuffer, ByteBuffer> commands() {
		return connected().commands();
	}

	/**
	 * Listens on the connection that is kept for that, until the subscriber cancels. By
	 * then it may be closed, at the end of the application, which is not an error. A lost
	 * connection is restored behind this, with what is listened for.
	 * @param <T> what is heard
	 * @param listening what to listen for
	 * @return what is heard; an error if there is no connection to begin with
	 */
	<T> Flux<T> listen(Function<ReactiveSubscription, Flux<T>> listening) {
		return Flux.usingWhen(connection().flatMap((redis) -> redis.pubSubCommands().createSubscription()), listening,
				(subscription) -> Mono.defer(subscription::cancel).onErrorComplete());
	}

	private Connected connected() {
		Connected made = this.connected;
		if (made == null) {
			throw new NotConnectedException();
		}
		return made;
	}

	/**
	 * A connection and what its driver offers.
	 *
	 * @param connection through Spring Data
	 * @param commands past it
	 */
	private record Connected(ReactiveRedisConnection connection,
			RedisClusterReactiveCommands<ByteBuffer, ByteBuffer> commands) {
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
