package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.ReactiveSubscription;

import io.freshet.caching.invalidation.Backplane;

/**
 * Hints over Redis pub/sub, on one channel for all instances of a namespace. A message
 * says which instance sent it, so that this one does not listen to itself.
 */
public final class RedisBackplane implements Backplane {

	private static final Logger logger = LoggerFactory.getLogger(RedisBackplane.class);

	private final RedisLink link;

	private static final Duration PULSE = Duration.ofSeconds(5);

	private final ByteBuffer channel;

	private final ByteBuffer pulse;

	private final ByteBuffer self = bytes(UUID.randomUUID().toString());

	private final Duration timeout;

	private final Duration pulseInterval;

	/**
	 * Makes a backplane.
	 * @param link the connection
	 * @param namespace what sets one application apart from others
	 * @param timeout the time that sending may take
	 */
	public RedisBackplane(RedisLink link, String namespace, Duration timeout) {
		this(link, namespace, timeout, PULSE);
	}

	RedisBackplane(RedisLink link, String namespace, Duration timeout, Duration pulseInterval) {
		this.link = link;
		this.pulseInterval = pulseInterval;
		this.channel = bytes("freshet:" + namespace + ":hints");
		this.pulse = bytes("freshet:" + namespace + ":pulse");
		this.timeout = timeout;
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
	}

	@Override
	public Mono<Void> send() {
		return this.link.connection()
			.flatMap((redis) -> redis.pubSubCommands().publish(this.channel.duplicate(), this.self.duplicate()))
			.timeout(this.timeout)
			.then();
	}

	@Override
	public Flux<Hint> hints() {
		return this.link.listen(this::receive);
	}

	private Flux<Hint> receive(ReactiveSubscription subscription) {
		return subscription.subscribe(this.channel.duplicate())
			.doOnSuccess((done) -> logger.debug("Listening for hints"))
			.thenMany(subscription.receive())
			.filter((message) -> !message.getMessage().equals(this.self))
			.map((message) -> Hint.LOOK_NOW)
			.mergeWith(pulse(subscription));
	}

	/**
	 * Has something sent, to which Redis must answer, on a connection that otherwise only
	 * listens: so it is noticed, and seen to where the connections are made, when nobody
	 * is there any more.
	 */
	private Flux<Hint> pulse(ReactiveSubscription subscription) {
		return Mono.delay(this.pulseInterval)
			.then(Mono.defer(() -> subscription.subscribe(this.pulse.duplicate())))
			.then(Mono.defer(() -> subscription.unsubscribe(this.pulse.duplicate())))
			.onErrorComplete()
			.repeat()
			.thenMany(Flux.empty());
	}

}
