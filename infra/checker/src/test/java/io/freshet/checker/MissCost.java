package io.freshet.checker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;

import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.Proxy;
import io.freshet.caching.testing.RedisServer;
import tools.jackson.databind.JsonNode;

/**
 * What a miss costs that the response cache keeps, beside the same request without it: 16
 * clients ask an instance with the response cache and one without by turns, each time for
 * what nobody asked for before. Both run as they would in production, and are measured
 * with their method caches passed by, so that every request asks PostgreSQL, and with
 * them. What counts is the CPU time of the process of the instance; what it writes to
 * Redis is part of it, unless that is left out to see what the filter costs by itself.
 */
public final class MissCost {

	private static final int ROUNDS = Integer.getInteger("rounds", 11);

	/** Of 3,200 requests each: with fewer than 50,000 the compiler is still at work. */
	private static final int WARM_UP = Integer.getInteger("warm-up", 16);

	/** Whether what is kept goes to Redis as well. */
	private static final boolean SHARED = !"false".equals(System.getProperty("shared"));

	private static final int CLIENTS = 16;

	private static final int REQUESTS = CLIENTS * 200;

	/** So many answers have to be in Redis, or a round does not count. */
	private static final int KEPT = REQUESTS - REQUESTS / 100;

	private static final Duration FILLS = Duration.ofSeconds(1);

	private static final double EXPECTED = 1.15;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final List<String> METHOD_CACHES = List.of("posts", "post-lists", "tag-labels");

	/** As configured, but that a parameter without a meaning is part of the key. */
	private static final String WITH = """
			{"freshet": {"sample-data": true, "caching": {"shared": {"enabled": %s}, "http": {"routes": [{
				"pattern": "/api/v1/posts/**", "ttl": "5m", "query": ["page", "size", "sort", "tag", "n"],
				"statuses": [200, 404], "invalidate-on-unsafe": false}]}}}}""".formatted(SHARED);

	private static final String WITHOUT = """
			{"freshet": {"sample-data": true, "caching": {"http": {"enabled": false}}}}""";

	private final Instance with;

	private final Instance without;

	private final RedisConnection redis;

	private final ExecutorService clients;

	private long number;

	private long kept;

	private int hits;

	private final LongAdder failures = new LongAdder();

	private MissCost(Instance with, Instance without, RedisConnection redis, ExecutorService clients) {
		this.with = with;
		this.without = without;
		this.redis = redis;
		this.clients = clients;
	}

	/**
	 * Measures and prints.
	 * @param args not used
	 * @throws Exception if an instance does not start, or something was not what it is
	 * meant to be: a miss that is kept
	 */
	public static void main(String[] args) throws Exception {
		Settings settings = Settings.ofSystemProperties();
		Files.createDirectories(settings.directory());
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try (PostgresServer postgres = PostgresServer.fresh();
				RedisServer redis = RedisServer.fresh();
				RedisConnection commands = new RedisConnection(redis);
				Instance with = instance(0, postgres, redis, settings, WITH);
				Instance without = instance(1, postgres, redis, settings, WITHOUT)) {
			with.start();
			with.awaitAnswer(Posts.PATH);
			without.start();
			without.awaitAnswer(Posts.PATH);
			new MissCost(with, without, commands, clients).measure();
		}
		finally {
			clients.shutdownNow();
		}
	}

	private static Instance instance(int number, PostgresServer postgres, RedisServer redis, Settings settings,
			String changes) throws IOException {
		List<String> options = new ArrayList<>(List.of("-Xms512m", "-Xmx512m"));
		String more = System.getProperty("options", "");
		if (number == 0 && more.startsWith("-")) {
			options.addAll(List.of(more.split(" ")));
		}
		return new Instance(number, Proxy.to(postgres.port()), Proxy.to(redis.port()), settings,
				Map.of("POSTGRES_DB", postgres.database(), "POSTGRES_USER", postgres.username(), "POSTGRES_PASSWORD",
						postgres.password(), "REDIS_PASSWORD", redis.password(), "REDIS_DB", "0",
						"SPRING_APPLICATION_JSON", changes),
				options);
	}

	private void measure() throws Exception {
		String list = Posts.PATH + "?sort=createdAt&n=";
		String post;
		try (HttpConnection connection = new HttpConnection(this.with.port(), PATIENCE)) {
			JsonNode page = connection.send(Request.get(list)).json();
			post = Posts.PATH + "/" + page.path("items").path(0).path("id").asString() + "?n=";
		}
		for (boolean methodCaches : List.of(false, true)) {
			switchMethodCaches(methodCaches);
			String name = methodCaches ? ", method caches on" : ", from PostgreSQL";
			compare("list of 20 posts" + name, list);
			compare("one post" + name, post);
		}
	}

	/** An administrator does so at one instance, and the other hears of it. */
	private void switchMethodCaches(boolean on) throws IOException {
		try (HttpConnection connection = new HttpConnection(this.with.port(), PATIENCE);
				HttpConnection other = new HttpConnection(this.without.port(), PATIENCE)) {
			for (String cache : METHOD_CACHES) {
				Response response = connection
					.send(Request.of("PATCH", "/api/v1/cache/caches/" + cache, "{\"enabled\": " + on + "}")
						.with("Content-Type", "application/merge-patch+json")
						.with("Authorization", this.with.authorization()));
				require(response.status() == 200, cache + " was not switched: " + response.body());
			}
			Period patience = Period.of(PATIENCE);
			while (switched(other, on) < METHOD_CACHES.size()) {
				require(patience.lasts(), "The other instance has not heard that caches were switched");
				patience.pause(100);
			}
		}
	}

	private long switched(HttpConnection connection, boolean on) throws IOException {
		JsonNode caches = connection
			.send(Request.get("/api/v1/cache/caches").with("Authorization", this.without.authorization()))
			.json();
		return StreamSupport.stream(caches.spliterator(), false)
			.filter((cache) -> METHOD_CACHES.contains(cache.path("name").asString())
					&& cache.path("enabled").asBoolean() == on)
			.count();
	}

	private void compare(String name, String target) throws Exception {
		List<Round> rounds = new ArrayList<>();
		int lost = 0;
		for (int round = -WARM_UP; rounds.size() < ROUNDS; round++) {
			boolean withFirst = round % 2 == 0;
			double first = micros(target, withFirst);
			double second = micros(target, !withFirst);
			Round done = withFirst ? new Round(first, second) : new Round(second, first);
			long failed = this.failures.sumThenReset();
			boolean counts = round >= 0 && failed == 0 && (!SHARED || this.kept >= KEPT) && this.hits > CLIENTS / 2;
			System.out.printf(Locale.ROOT, "%-38s with %6.0f us, without %6.0f us, ratio %.2f%s%n", name, done.with(),
					done.without(), done.ratio(), counts ? "" : " (does not count)");
			if (counts) {
				rounds.add(done);
			}
			else {
				// On a busy machine connections are not to be had, the breaker opens, or
				// nobody can judge what is kept.
				require(++lost <= WARM_UP + 5 + ROUNDS, "Too busy: " + failed + " errors, in Redis " + this.kept
						+ " of " + REQUESTS + ", near " + this.hits + " of " + CLIENTS);
			}
		}
		System.out.printf(Locale.ROOT,
				"%-38s with %6.0f us, without %6.0f us, ratio %.2f (%.2f to %.2f, median of %d rounds), expected %.2f%n",
				name, at(0.5, rounds, Round::with), at(0.5, rounds, Round::without), at(0.5, rounds, Round::ratio),
				at(0, rounds, Round::ratio), at(1, rounds, Round::ratio), rounds.size(), EXPECTED);
	}

	private static double at(double share, List<Round> rounds, ToDoubleFunction<Round> value) {
		double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
		return sorted[(int) (share * (sorted.length - 1))];
	}

	/** Returns the CPU time of one request. */
	private double micros(String target, boolean cached) throws Exception {
		Instance instance = cached ? this.with : this.without;
		this.redis.call("FLUSHALL");
		long before = instance.cpuTime().toNanos();
		List<Callable<Integer>> work = new ArrayList<>();
		for (int client = 0; client < CLIENTS; client++) {
			long from = this.number;
			this.number += REQUESTS / CLIENTS;
			work.add(() -> ask(instance, target, from, from + REQUESTS / CLIENTS));
		}
		for (Future<Integer> asked : this.clients.invokeAll(work)) {
			require(asked.get() == 0, "What nobody has asked for before was a hit");
		}
		if (cached) {
			awaitKept(target);
		}
		return (instance.cpuTime().toNanos() - before) / 1e3 / REQUESTS;
	}

	/** Returns how many of the answers were hits. */
	private int ask(Instance instance, String target, long from, long to) {
		int hits = 0;
		try (HttpConnection connection = new HttpConnection(instance.port(), PATIENCE)) {
			for (long i = from; i < to; i++) {
				Response response = connection.send(Request.get(target + i));
				if (response.status() != 200) {
					this.failures.increment();
				}
				hits += response.isHit() ? 1 : 0;
			}
			return hits;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What was just asked for is answered from memory, and sooner or later is in Redis as
	 * well.
	 */
	private void awaitKept(String target) throws IOException {
		Period patience = Period.of(FILLS);
		do {
			this.kept = Long.parseLong(this.redis.call("DBSIZE").substring(1));
			patience.pause(20);
		}
		while (SHARED && this.kept < KEPT && patience.lasts());
		this.hits = ask(this.with, target, this.number - CLIENTS, this.number);
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new IllegalStateException(otherwise);
		}
	}

	/** CPU time of one request, in microseconds. */
	private record Round(double with, double without) {

		double ratio() {
			return this.with / this.without;
		}

	}

}
