package io.freshet.loadtests;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.asLongAsDuring;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * Many readers and few writers, and a third of the time without Redis: nothing fails,
 * {@code /health} goes on saying 200, the instance notices the loss, and goes back to
 * Redis by itself.
 */
public final class RedisLost extends FreshetSimulation {

	private static final Duration GLANCE = Duration.ofMillis(200);

	private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(60);

	private static final String HEALTH = "/health";

	private static final String STATS = "/api/v1/cache/stats";

	private final OutsideCommand kill = OutsideCommand.ofSystemProperty("freshet.redis.kill-command");

	private final OutsideCommand start = OutsideCommand.ofSystemProperty("freshet.redis.start-command");

	/**
	 * Sets the simulation up.
	 */
	public RedisLost() {
		Duration duration = settings().duration();
		setUp(scenario("Readers, and few writers").exec(during(duration).on(new ReadMix(this).step(), think()))
			.injectOpen(rampUsers(settings().users()).during(settings().rampUp())),
				scenario("Watcher of the health")
					.exec(during(duration).on(exec(http("health").get(HEALTH).check(status().is(200))), pause(GLANCE)))
					.injectOpen(atOnceUsers(1)),
				killer(duration.dividedBy(3)).injectOpen(atOnceUsers(1)))
			.protocols(protocol())
			.assertions(nothingFails(), answersInTime(),
					details("stats without Redis").successfulRequests().count().is(1L),
					details("health without Redis").successfulRequests().count().is(1L),
					details("stats with Redis again").successfulRequests().count().is(1L),
					details("health with Redis again").successfulRequests().count().is(1L));
	}

	private ScenarioBuilder killer(Duration third) {
		return scenario("Killer of Redis").exec(pause(third), run(this.kill),
				doIf((session) -> session.getBoolean("succeeded")).then(seeLoss(third)), run(this.start),
				doIf((session) -> session.getBoolean("succeeded")).then(seeReturn()));
	}

	/** Looks at it without waiting: that would keep other users from going on. */
	private static ChainBuilder run(OutsideCommand command) {
		return exec(exec((session) -> session.set("running", command.run())),
				asLongAs((session) -> !session.<CompletableFuture<Boolean>>get("running").isDone())
					.on(pause(Duration.ofMillis(20))),
				exec((session) -> session.set("succeeded",
						session.<CompletableFuture<Boolean>>get("running").exceptionally((ex) -> false).join())));
	}

	private ChainBuilder seeLoss(Duration third) {
		return exec(pause(third.dividedBy(2)),
				http("stats without Redis").get(STATS)
					.header("Authorization", this::authorization)
					.check(status().is(200), jsonPath("$.redis.reachable").ofBoolean().is(false),
							jsonPath("$.shared.degraded").ofBoolean().is(true)),
				http("health without Redis").get(HEALTH).check(status().is(200), jsonPath("$..state").is("degraded")),
				pause(third.dividedBy(2)));
	}

	private ChainBuilder seeReturn() {
		return exec(exec((session) -> session.set("degraded", true)),
				asLongAsDuring((session) -> session.getBoolean("degraded"), LONGEST_RECOVERY).on(
						exec(http("stats while Redis comes back").get(STATS)
							.header("Authorization", this::authorization)
							.check(status().is(200), jsonPath("$.shared.degraded").ofBoolean().saveAs("degraded"))),
						pause(GLANCE)),
				http("stats with Redis again").get(STATS)
					.header("Authorization", this::authorization)
					.check(status().is(200), jsonPath("$.redis.reachable").ofBoolean().is(true),
							jsonPath("$.shared.degraded").ofBoolean().is(false)),
				http("health with Redis again").get(HEALTH)
					.check(status().is(200), jsonPath("$..state").is("healthy")));
	}

}
