package io.freshet.checker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.freshet.caching.testing.RedisServer;
import io.freshet.caching.testing.RedisTalk;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;

/**
 * How long Redis takes: for the commands themselves, by its own slow log, and until it
 * answers somebody who asks again and again.
 */
final class RedisWatch implements AutoCloseable {

	/** What is shorter is not in the log. */
	private static final long THRESHOLD_MICROS = 1_000;

	private static final long SLOW_MICROS = 100_000;

	private static final int LOG_LENGTH = 1_000_000;

	private static final Duration BETWEEN_PINGS = Duration.ofMillis(5);

	private final RedisServer server;

	private final RedisTalk talk = new RedisTalk();

	private final AtomicLong longestPing = new AtomicLong();

	private final Thread pings;

	RedisWatch(RedisServer server) {
		this.server = server;
		this.talk.<String>with(server, (redis) -> {
			redis.configSet("slowlog-max-len", String.valueOf(LOG_LENGTH));
			redis.configSet("latency-monitor-threshold", "10");
			return redis.configSet("slowlog-log-slower-than", String.valueOf(THRESHOLD_MICROS));
		});
		this.pings = new Thread(this::ping, "Pings");
		this.pings.setDaemon(true);
		this.pings.start();
	}

	private void ping() {
		try (RedisConnection connection = new RedisConnection(this.server)) {
			while (!Thread.interrupted()) {
				long asked = System.nanoTime();
				connection.call("PING");
				this.longestPing.accumulateAndGet(System.nanoTime() - asked, Math::max);
				Pause.of(BETWEEN_PINGS);
			}
		}
		catch (IOException ex) {
			// Redis has ended.
		}
	}

	/** Returns what there was since the last time, and begins anew. */
	Seen seen() {
		return this.talk.with(this.server, (redis) -> {
			List<Object> log = redis.slowlogGet(LOG_LENGTH);
			redis.slowlogReset();
			long longest = 0;
			String command = "none";
			long slow = 0;
			for (Object line : log) {
				List<?> parts = (List<?>) line;
				long micros = (Long) parts.get(2);
				slow += (micros > SLOW_MICROS) ? 1 : 0;
				if (micros > longest) {
					longest = micros;
					command = String.valueOf(((List<?>) parts.get(3)).get(0));
				}
			}
			return new Seen(slow, longest, command, log.size(), this.longestPing.getAndSet(0) / 1000);
		});
	}

	/** Returns what Redis itself says of what held it up for 10 ms and more. */
	String latency() {
		return this.talk.with(this.server, RedisWatch::latency);
	}

	private static String latency(RedisCommands<String, String> redis) {
		ProtocolKeyword latency = () -> "LATENCY".getBytes(StandardCharsets.US_ASCII);
		return String.valueOf(redis.dispatch(latency, new ArrayOutput<>(StringCodec.UTF8),
				new CommandArgs<>(StringCodec.UTF8).add("LATEST")));
	}

	long keys() {
		return this.talk.<Long>with(this.server, RedisCommands::dbsize);
	}

	@Override
	public void close() {
		this.pings.interrupt();
		this.talk.close();
	}

	/**
	 * What was seen for a while.
	 *
	 * @param slow the number of commands of more than 100 ms
	 * @param longestMicros the time of the longest command, 0 if none took a millisecond
	 * @param longest the name of that command
	 * @param logged the number of commands of a millisecond and more
	 * @param longestPingMicros the longest time until a ping was answered
	 */
	record Seen(long slow, long longestMicros, String longest, int logged, long longestPingMicros) {
	}

}
