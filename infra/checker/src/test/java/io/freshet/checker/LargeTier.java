package io.freshet.checker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.freshet.caching.redis.ManyEntries;
import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.Proxy;
import io.freshet.caching.testing.RedisServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether the page for administrators stays alive with a million entries in Redis: asks
 * every route behind it, and ends with an error if Redis was busy with one command for
 * more than 100 ms, or if the events stopped.
 */
public final class LargeTier {

	private static final int ENTRIES = Integer.getInteger("entries", 1_000_000);

	private static final int TENTH = ENTRIES / 10;

	private static final String CACHE = "posts";

	private static final String ROUTES = "/api/v1/cache/";

	private static final Duration WHILE = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** Of what says how far it is. */
	private static final Duration STREAM = Duration.ofHours(1);

	/** They come once a second. */
	private static final long LONGEST_GAP_MILLIS = 10_000;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newHttpClient();

	private final Instance instance;

	private final RedisWatch redis;

	private final EventWatch events = new EventWatch();

	private final List<String> failures = new ArrayList<>();

	private LargeTier(Instance instance, RedisWatch redis) {
		this.instance = instance;
		this.redis = redis;
	}

	/**
	 * Measures and prints.
	 * @param args not used
	 * @throws Exception if a route does not answer, or Redis or the events were held up
	 */
	public static void main(String[] args) throws Exception {
		Settings settings = Settings.ofSystemProperties();
		Files.createDirectories(settings.directory());
		try (PostgresServer postgres = PostgresServer.fresh();
				RedisServer redis = RedisServer.fresh();
				Instance instance = new Instance(0, Proxy.to(postgres.port()), Proxy.to(redis.port()), settings,
						Map.of("POSTGRES_DB", postgres.database(), "POSTGRES_USER", postgres.username(),
								"POSTGRES_PASSWORD", postgres.password(), "REDIS_PASSWORD", redis.password(),
								"REDIS_DB", "0"))) {
			instance.start();
			instance.awaitAnswer(Posts.PATH);
			fill(instance, redis);
			try (RedisWatch watch = new RedisWatch(redis)) {
				new LargeTier(instance, watch).measure();
			}
		}
	}

	private static void fill(Instance instance, RedisServer redis) throws IOException {
		List<Row> rows = Posts.create(instance, 1);
		try (HttpConnection connection = new HttpConnection(instance.port(), Duration.ofSeconds(10))) {
			connection.send(Request.get(Posts.path(rows.get(0))));
		}
		Pause.of(Duration.ofSeconds(2));
		long begun = System.nanoTime();
		ManyEntries.write(redis, CACHE, ENTRIES);
		System.out.printf(Locale.ROOT, "%,d entries written in %.0f s%n", ENTRIES, (System.nanoTime() - begun) / 1e9);
	}

	private void measure() throws Exception {
		Thread watching = new Thread(() -> this.events.read(lines("GET", "events")), "Events");
		watching.setDaemon(true);
		watching.start();
		this.redis.seen();
		System.out.printf("%-28s %5s %8s %8s | %6s %9s %6s %8s | %6s %8s%n", "", "times", "median", "longest", ">100ms",
				"longest", "", "ping", "events", "gap");
		whilst("instances", () -> get("instances"));
		long[] counted = { 0 };
		whilst("stats", () -> counted[0] = get("stats").path("shared").path("entries").asLong());
		// Until a new count has come in time, the one from before the writing has to do.
		expect(counted[0], ENTRIES, ENTRIES / 20);
		pages("entries", "entries?limit=50");
		pages("entries, large pages", "entries?limit=500");
		pages("entries by glob", "entries?pattern=" + CACHE + ":many-3-*");
		pages("entries by a rare glob", "entries?pattern=" + CACHE + ":many-3-1234*");
		pages("entries by tag", "entries?tag=part:7");
		pages("entries by a rare tag", "entries?tag=many:7");
		clear("dry run by glob", "clear?dryRun=true&pattern=" + CACHE + ":many-3-*", TENTH);
		clear("dry run by tag", "clear?dryRun=true&tag=part:7", ENTRIES / 100);
		clear("clear by tag", "clear?tag=part:7", ENTRIES / 100);
		clear("clear by glob", "clear?pattern=" + CACHE + ":many-3-*", TENTH);
		clear("clear all", "clear", this.redis.keys());
		System.out.println("Keys left in Redis: " + this.redis.keys());
		System.out.println("LATENCY LATEST: " + this.redis.latency());
		if (!this.failures.isEmpty()) {
			throw new IllegalStateException(String.join("\n", this.failures));
		}
	}

	/** Goes from page to page, and begins again at the end. */
	private void pages(String name, String target) throws Exception {
		String[] cursor = { "" };
		whilst(name, () -> {
			JsonNode page = get(target + cursor[0]);
			String next = page.path("next").asString("");
			cursor[0] = next.isEmpty() ? "" : ((target.contains("?") ? "&" : "?") + "cursor=" + next);
			return page;
		});
	}

	/** Clears, told of each step, while the page goes on. */
	private void clear(String name, String target, long expected) throws Exception {
		EventWatch steps = new EventWatch();
		String method = "DELETE";
		long begun = System.nanoTime();
		Thread clearing = new Thread(() -> steps.read(lines(method, target)), name);
		clearing.start();
		List<Long> times = new ArrayList<>();
		while (clearing.isAlive()) {
			times.add(time(() -> get("instances")));
			clearing.join(TimeUnit.SECONDS.toMillis(1));
		}
		report(name + ": instances", times, begun);
		EventWatch.Came came = steps.came(begun);
		JsonNode done = JSON.readTree(steps.last());
		System.out.printf(Locale.ROOT, "%-28s %.1f s, %d steps told, at most %d ms apart: %s%n", "", came.seconds(),
				came.count(), came.longestGapMillis(), done);
		expect(done.path("entries").asLong(), expected, expected / 100);
	}

	private void expect(long found, long expected, long tolerance) {
		if (Math.abs(found - expected) > tolerance) {
			this.failures.add("Found " + found + " entries instead of " + expected);
		}
	}

	private void whilst(String name, Callable<?> asked) throws Exception {
		List<Long> times = new ArrayList<>();
		long begun = System.nanoTime();
		while (System.nanoTime() < begun + WHILE.toNanos()) {
			times.add(time(asked));
		}
		report(name, times, begun);
	}

	/** Returns the microseconds until there was an answer. */
	private static long time(Callable<?> asked) throws Exception {
		long begun = System.nanoTime();
		asked.call();
		return (System.nanoTime() - begun) / 1_000;
	}

	private void report(String name, List<Long> times, long begun) {
		times.sort(null);
		RedisWatch.Seen seen = this.redis.seen();
		EventWatch.Came came = this.events.came(begun);
		System.out.printf(Locale.ROOT, "%-28s %5d %5.0f ms %5.0f ms | %6d %6.1f ms %6s %5.0f ms | %6d %5d ms%n", name,
				times.size(), times.isEmpty() ? 0 : times.get(times.size() / 2) / 1e3,
				times.isEmpty() ? 0 : times.get(times.size() - 1) / 1e3, seen.slow(), seen.longestMicros() / 1e3,
				seen.longest(), seen.longestPingMicros() / 1e3, came.count(), came.longestGapMillis());
		if (seen.slow() > 0) {
			this.failures.add(name + ": " + seen.slow() + " commands of more than 100 ms in Redis");
		}
		if (came.longestGapMillis() > LONGEST_GAP_MILLIS) {
			this.failures.add(name + ": no event for " + came.longestGapMillis() + " ms");
		}
	}

	private JsonNode get(String target) {
		return JSON.readTree(send("GET", target, "application/json", BodyHandlers.ofString()));
	}

	private Stream<String> lines(String method, String target) {
		return send(method, target, "text/event-stream", BodyHandlers.ofLines());
	}

	private <T> T send(String method, String target, String accept, BodyHandler<T> handler) {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.instance.port() + ROUTES + target.replace("*", "%2A")))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.header("Authorization", this.instance.authorization())
			.header("Accept", accept)
			.timeout(accept.startsWith("text/") ? STREAM : PATIENCE)
			.build();
		try {
			HttpResponse<T> response = this.http.send(request, handler);
			if (response.statusCode() != 200) {
				throw new IllegalStateException(
						target + " answered with " + response.statusCode() + ": " + response.body());
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new IllegalStateException(target + " did not answer", ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
