package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.ClusterSlotHashUtil;
import org.springframework.data.redis.connection.ReactiveRedisClusterConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.ReturnType;

import io.freshet.caching.redis.EnvelopeFormat.MalformedEnvelopeException;
import io.freshet.caching.redis.SearchReading.Server;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.EntryKey;

/**
 * Searches Redis for entries, all masters of a cluster one after the other, in steps that
 * are short however many entries there are: {@code SCAN} for some hundred keys, and the
 * beginning of each value. Redis never looks at all keys at once, and answers requests in
 * between.
 */
public final class RedisSearch {

	static final int SCAN_COUNT = 500;

	private static final int READS_AT_ONCE = 128;

	/** Where many tags do not fit into the usual beginning. */
	private static final int LONG_BEGINNING = 256 * 1024;

	/** Time that one step may take. */
	private static final Duration STEP_PATIENCE = Duration.ofSeconds(3);

	/** Between two steps of a walk, so that requests are not kept waiting for long. */
	private static final Duration PAUSE = Duration.ofMillis(2);

	private static final String WRONG_TYPE = "WRONGTYPE";

	private static final String SINGLE = "0";

	/**
	 * The position comes first, then how many keys there were, then those of entries. The
	 * key that is named leads to the server of a cluster, and is not touched.
	 */
	private static final ByteBuffer SCAN = bytes("""
			local page = redis.call('scan', ARGV[1], 'count', ARGV[2])
			local lines = { page[1], #page[2] }
			for _, key in ipairs(page[2]) do
				if key:sub(1, #ARGV[3]) == ARGV[3] and key:sub(-#ARGV[4]) == ARGV[4] then
					lines[#lines + 1] = key
				end
			end
			return table.concat(lines, '\\n')""");

	private final RedisLink link;

	private final RedisKeys keys;

	/**
	 * Makes a search.
	 * @param link the connection
	 * @param namespace what sets the keys of one application apart from those of others
	 */
	public RedisSearch(RedisLink link, String namespace) {
		this.link = link;
		this.keys = new RedisKeys(namespace);
	}

	/**
	 * Walks through all entries. While Redis grows its table, one may come twice; those
	 * that come or go meanwhile may be missing. A step is made when it is asked for, or
	 * one step before. A cancelled subscription stops after the step that is under way.
	 * @param wanted which ones are wanted
	 * @param remove whether to remove those
	 * @return the steps; an error if the server cannot be reached
	 */
	public Flux<Walked> walk(Predicate<EntryHead> wanted, boolean remove) {
		return this.link.connection()
			.flatMapMany(
					(redis) -> servers(
							redis)
						.flatMapMany(
								(servers) -> step(redis, SearchReading.at("", servers), SCAN_COUNT, wanted, remove)
									.expand((reading) -> reading.isAtEnd()
											? Mono.empty()
											: step(redis, reading.withoutFound(), SCAN_COUNT, wanted, remove)
												.delaySubscription(PAUSE))
									.map(SearchReading::walked)));
	}

	private static Mono<Void> unlink(ReactiveRedisConnection redis, List<ByteBuffer> redisKeys) {
		return redisKeys.isEmpty() ? Mono.empty() : redis.keyCommands().mUnlink(redisKeys).then();
	}

	private List<ByteBuffer> redisKeys(List<EntryHead> heads) {
		return heads.stream().map((head) -> this.keys.entry(head.key())).toList();
	}

	private static Flux<EntryHead> heads(ReactiveRedisConnection redis, List<ByteBuffer> redisKeys) {
		return Flux.fromIterable(redisKeys).flatMapSequential((redisKey) -> head(redis, redisKey), READS_AT_ONCE);
	}

	/** Of what has gone meanwhile, or is no entry, nothing. */
	private static Mono<EntryHead> head(ReactiveRedisConnection redis, ByteBuffer redisKey) {
		return beginning(redis, redisKey, EnvelopeFormat.KEY_PREFIX_LENGTH).flatMap((read) -> {
			try {
				return Mono.just(EnvelopeFormat.decodeHead(read));
			}
			catch (MalformedEnvelopeException ex) {
				return (read.remaining() < EnvelopeFormat.KEY_PREFIX_LENGTH) ? Mono.empty()
						: beginning(redis, redisKey, LONG_BEGINNING).map(EnvelopeFormat::decodeHead);
			}
		}).onErrorResume(RedisSearch::isNoEntry, (ex) -> Mono.empty());
	}

	private static boolean isNoEntry(Throwable error) {
		return error instanceof MalformedEnvelopeException
				|| String.valueOf(NestedExceptionUtils.getMostSpecificCause(error).getMessage()).startsWith(WRONG_TYPE);
	}

	private static Mono<ByteBuffer> beginning(ReactiveRedisConnection redis, ByteBuffer redisKey, int length) {
		return redis.stringCommands().getRange(redisKey.duplicate(), 0, length - 1).filter(ByteBuffer::hasRemaining);
	}

	/**
	 * Reads one page of what is wanted, server after server.
	 * @param position where to go on, as the page before said; empty to begin
	 * @param limit how many entries are enough; a few more may come
	 * @param wanted which ones are wanted
	 * @return the page, which may have fewer entries, or none, and not be the last;
	 * {@link UnknownPositionException} if no page has said so, or the servers have
	 * changed
	 */
	public Mono<Page> page(String position, int limit, Predicate<EntryHead> wanted) {
		return this.link.connection().flatMap((redis) -> servers(redis).flatMap((servers) -> {
			SearchReading begin = SearchReading.at(position, servers);
			return Mono.just(begin)
				.expand((reading) -> reading.isEnough(limit) ? Mono.empty()
						: step(redis, reading, reading.nextCount(limit), wanted, false))
				.last()
				.map(SearchReading::page);
		}));
	}

	/**
	 * Makes a step, and makes it again if it does not come to an end in time, as happens
	 * when a connection is replaced: it does the same again.
	 */
	private Mono<SearchReading> step(ReactiveRedisConnection redis, SearchReading reading, int count,
			Predicate<EntryHead> wanted, boolean remove) {
		return redis.scriptingCommands()
			.<ByteBuffer>eval(SCAN.duplicate(), ReturnType.VALUE, 1, bytes(reading.server().key()),
					bytes(reading.cursor()), bytes(String.valueOf(count)), bytes(this.keys.entryPrefix()),
					bytes(RedisKeys.ENTRY_SUFFIX))
			.next()
			.flatMap((answer) -> {
				List<String> lines = StandardCharsets.ISO_8859_1.decode(answer.duplicate()).toString().lines().toList();
				List<ByteBuffer> found = lines.stream().skip(2).map(RedisSearch::bytes).toList();
				return heads(redis, found).filter(wanted)
					.collectList()
					.delayUntil((heads) -> remove ? unlink(redis, redisKeys(heads)) : Mono.empty())
					.map((heads) -> reading.after(lines.get(0), Long.parseLong(lines.get(1)), found.size(), heads));
			})
			.timeout(STEP_PATIENCE)
			.retryWhen(Retry.backoff(2, Duration.ofMillis(200)));
	}

	/**
	 * The masters in an order that is always the same, each with a key that it would
	 * have.
	 */
	private Mono<List<Server>> servers(ReactiveRedisConnection redis) {
		if (!(redis instanceof ReactiveRedisClusterConnection cluster)) {
			return Mono.just(List.of(new Server(SINGLE, text(this.keys.single("search")))));
		}
		return cluster.clusterGetNodes()
			.filter((node) -> node.isMaster() && !node.getSlotRange().getSlots().isEmpty())
			.map((node) -> new Server(String.valueOf(node.getId()), keyOn(node)))
			.sort(Comparator.comparing(Server::id))
			.collectList();
	}

	private String keyOn(RedisClusterNode node) {
		for (int i = 0;; i++) {
			String key = text(this.keys.single("search-" + i));
			if (node.getSlotRange().contains(ClusterSlotHashUtil.calculateSlot(key))) {
				return key;
			}
		}
	}

	private static String text(ByteBuffer bytes) {
		return StandardCharsets.ISO_8859_1.decode(bytes).toString();
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * A step of a walk.
	 *
	 * @param named the number of keys that Redis named, those of others included
	 * @param scanned the number of entries that were looked at
	 * @param found those that were wanted
	 */
	public record Walked(long named, long scanned, List<EntryHead> found) {

		/**
		 * Returns the keys of those that were wanted.
		 * @return the keys
		 */
		public List<EntryKey> keys() {
			return this.found.stream().map(EntryHead::key).toList();
		}

	}

	/**
	 * A page of entries.
	 *
	 * @param entries the entries
	 * @param next where to go on, empty if this is the end
	 */
	public record Page(List<EntryHead> entries, String next) {
	}

	/**
	 * No page has named this position, or the servers of a cluster have changed since.
	 */
	public static final class UnknownPositionException extends IllegalArgumentException {

		UnknownPositionException() {
			super("No page has named this position, or the servers have changed since");
		}

	}

}
