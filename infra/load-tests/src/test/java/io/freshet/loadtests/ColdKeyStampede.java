package io.freshet.loadtests;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.rendezVous;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * All users ask for one key at once, just after the caches were cleared, again and again:
 * all are answered, and the database is asked for it no more than a few times
 * ({@code freshet.stampede.loads}).
 */
public final class ColdKeyStampede extends FreshetSimulation {

	private static final int ROUNDS = Integer.getInteger("freshet.stampede.rounds", 10);

	private static final long MOST_LOADS = Long.getLong("freshet.stampede.loads", 3);

	private static final String LOADS = "$.caches[?(@.name == 'post-lists')].loads.count";

	private final AtomicInteger arrived = new AtomicInteger();

	/**
	 * Sets the simulation up.
	 */
	public ColdKeyStampede() {
		int users = settings().users();
		setUp(scenario("Everybody at once")
			.exec(exec((session) -> session.set("leads", this.arrived.getAndIncrement() == 0)),
					// Opens the connection, which would spread the users otherwise.
					exec(http("tags").get("/api/v1/tags").check(status().is(200))),
					exec(Stream.generate(this::round).limit(ROUNDS).toList()))
			.injectOpen(atOnceUsers(users))).protocols(protocol())
			.assertions(nothingFails(), answersInTime(),
					details("cold list").successfulRequests().count().is((long) users * ROUNDS),
					details("loads after").successfulRequests().count().is((long) ROUNDS));
	}

	/**
	 * Each round has meeting points of its own: one lets everybody pass once all have met
	 * there.
	 */
	private ChainBuilder round() {
		int users = settings().users();
		return exec(leader(makeCold()), rendezVous(users), askForColdKey(), rendezVous(users), leader(countLoads()),
				rendezVous(users));
	}

	private static ChainBuilder leader(ChainBuilder task) {
		return doIf((session) -> session.getBoolean("leads")).then(task);
	}

	private ChainBuilder makeCold() {
		return exec(
				http("clear").delete("/api/v1/cache/clear")
					.header("Authorization", this::authorization)
					.check(status().is(200), jsonPath("$.dryRun").ofBoolean().is(false)),
				exec(http("loads before").get("/api/v1/cache/stats")
					.header("Authorization", this::authorization)
					.check(status().is(200), jsonPath(LOADS).ofLong().withDefault(0L).saveAs("loads"))));
	}

	private ChainBuilder askForColdKey() {
		return exec(choose("tag", Corpus::ownTag), http("cold list").get("/api/v1/posts?size=100&sort=title&tag=#{tag}")
			.check(status().is(200), jsonPath("$.items[0].id").exists()));
	}

	/** At least one load, too: else the key was not cold, and nothing was shown. */
	private ChainBuilder countLoads() {
		return exec(http("loads after").get("/api/v1/cache/stats")
			.header("Authorization", this::authorization)
			.check(status().is(200), fewMoreLoads()));
	}

	private static CheckBuilder fewMoreLoads() {
		return jsonPath(LOADS).ofLong().validate("few loads", (after, session) -> {
			long loads = after - session.getLong("loads");
			if (loads < 1 || loads > MOST_LOADS) {
				throw new IllegalStateException(loads + " loads instead of 1 to " + MOST_LOADS);
			}
			return after;
		});
	}

}
