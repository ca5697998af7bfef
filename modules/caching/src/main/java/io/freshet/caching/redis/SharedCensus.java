package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.SetCondition;
import org.springframework.data.redis.core.types.Expiration;

import io.freshet.caching.CacheName;
import io.freshet.caching.redis.RedisStore.Census;
import io.freshet.caching.store.StoreContent;

/**
 * What Redis holds of each cache, counted by one instance at a time at intervals, and
 * written down in Redis for all of them. Costs what a sample costs, however many entries
 * there are.
 */
public final class SharedCensus {

	private static final Logger logger = LoggerFactory.getLogger(SharedCensus.class);

	private static final int LIMIT = 20_000;

	private static final Duration LOOKS_EVERY = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final ByteBuffer TAKEN = utf8("taken");

	private static final String COMPLETE = "complete";

	private final RedisLink link;

	private final RedisStore store;

	private final ByteBuffer result;

	private final ByteBuffer turn;

	private final Duration interval;

	/**
	 * Makes a census.
	 * @param link the connection
	 * @param store counts its entries
	 * @param namespace what sets the keys of one application apart from those of others
	 * @param interval how often to count
	 */
	public SharedCensus(RedisLink link, RedisStore store, String namespace, Duration interval) {
		this.link = link;
		this.store = store;
		this.result = new RedisKeys(namespace).single("census");
		this.turn = new RedisKeys(namespace).single("census-turn");
		this.interval = interval;
	}

	/**
	 * Counts at intervals, whenever it is the turn of this instance.
	 * @return never completes; what fails is tried again
	 */
	public Mono<Void> keepCounting() {
		return Flux.interval(Duration.ofSeconds(1), LOOKS_EVERY)
			.onBackpressureDrop()
			.concatMap((round) -> countOnce().onErrorResume((ex) -> {
				logger.debug("What Redis holds could not be counted", ex);
				return Mono.empty();
			}), 1)
			.then();
	}

	Mono<Void> countOnce() {
		return this.link.connection()
			.flatMap((redis) -> redis.stringCommands()
				.set(this.turn.duplicate(), TAKEN.duplicate(), SetCondition.ifAbsent(),
						Expiration.milliseconds(this.interval.toMillis()))
				.filter(Boolean.TRUE::equals)
				.flatMap((mine) -> this.store.census(LIMIT).timeout(PATIENCE))
				.flatMap((census) -> redis.stringCommands()
					.pSetEX(this.result.duplicate(), utf8(text(census)),
							Expiration.milliseconds(this.interval.multipliedBy(3).toMillis()))))
			.then();
	}

	/**
	 * Reads what was counted last.
	 * @return the census, incomplete and empty if there was none lately; an error if the
	 * server cannot be reached
	 */
	public Mono<Census> last() {
		return this.link.connection()
			.flatMap((redis) -> redis.stringCommands().get(this.result.duplicate()))
			.map((value) -> parse(StandardCharsets.UTF_8.decode(value).toString()))
			.defaultIfEmpty(new Census(Map.of(), false));
	}

	private static String text(Census census) {
		StringBuilder text = new StringBuilder(census.isComplete() ? COMPLETE : "estimate");
		census.caches()
			.forEach((name, content) -> text.append('\n')
				.append(name)
				.append(' ')
				.append(content.entries())
				.append(' ')
				.append(content.bytes()));
		return text.toString();
	}

	/** What another version of the program wrote in another way counts as nothing. */
	private static Census parse(String text) {
		try {
			List<String> lines = text.lines().toList();
			Map<CacheName, StoreContent> caches = new HashMap<>();
			for (String line : lines.subList(1, lines.size())) {
				String[] parts = line.split(" ", 3);
				caches.put(CacheName.of(parts[0]),
						new StoreContent(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
			}
			return new Census(caches, lines.get(0).equals(COMPLETE));
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			return new Census(Map.of(), false);
		}
	}

	private static ByteBuffer utf8(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

}
