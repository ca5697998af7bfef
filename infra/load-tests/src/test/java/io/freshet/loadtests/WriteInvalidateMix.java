package io.freshet.loadtests;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * Many writers on few posts, each of whom reads what it wrote: no answer that begins
 * after a write was acknowledged shows the state before it, be it the post, a list with
 * it, or that it is gone.
 */
public final class WriteInvalidateMix extends FreshetSimulation {

	private static final int MOST_ATTEMPTS = 100;

	private static final String POST = "/api/v1/posts/#{post}";

	/**
	 * Is greater than any version: a write that never succeeded fails the reading after
	 * it.
	 */
	private static final long NEVER = Long.MAX_VALUE;

	/**
	 * Sets the simulation up.
	 */
	public WriteInvalidateMix() {
		setUp(scenario("Writers who read what they wrote")
			.exec(during(settings().duration()).on(randomSwitch().on(percent(40).then(change("PUT", put())),
					percent(40).then(change("PATCH", patch())), percent(20).then(comeAndGo())), think()))
			.injectOpen(rampUsers(settings().users()).during(settings().rampUp()))).protocols(protocol())
			.assertions(nothingFails(), answersInTime(),
					details("post after own write").successfulRequests().count().gte(1L),
					details("post after own deletion").successfulRequests().count().gte(1L));
	}

	private ChainBuilder change(String method, ChainBuilder write) {
		return exec(choose("post", Corpus::ownPost),
				exec((session) -> session.set("attempts", 0)
					.set("written", NEVER)
					.set("title", method + " by " + session.userId() + " at " + System.nanoTime())),
				asLongAs((session) -> session.getLong("written") == NEVER && session.getInt("attempts") < MOST_ATTEMPTS)
					.on(exec(http("post before a write").get(POST)
						.check(status().is(200), header("ETag").saveAs("etag"))), write,
							exec(WriteInvalidateMix::noteOutcome)),
				exec(http("post after own write").get(POST).check(status().is(200), showsOwnWrite("$"))),
				exec(http("list after own write").get("/api/v1/posts?size=100&tag=#{tag}")
					.check(status().is(200), showsOwnWrite("$.items[?(@.id == #{post})]"))));
	}

	private ChainBuilder put() {
		return exec(choose("tag", Corpus::ownTag),
				http("PUT").put(POST)
					.header("Authorization", this::authorization)
					.header("Content-Type", "application/json")
					.header("If-Match", "#{etag}")
					.body(StringBody("{\"title\": \"#{title}\", \"body\": \"Replaced.\", \"tags\": [\"#{tag}\"]}"))
					.check(status().in(200, 412).saveAs("status"),
							jsonPath("$.version").ofLong().optional().saveAs("version")));
	}

	private ChainBuilder patch() {
		return exec(choose("tag", Corpus::ownTag),
				http("PATCH").patch(POST)
					.header("Authorization", this::authorization)
					.header("Content-Type", "application/merge-patch+json")
					.header("If-Match", "#{etag}")
					.body(StringBody("{\"title\": \"#{title}\"}"))
					.check(status().in(200, 412).saveAs("status"),
							jsonPath("$.version").ofLong().optional().saveAs("version")));
	}

	/** After a 412 somebody was faster, and it is tried again on what that one wrote. */
	private static Session noteOutcome(Session session) {
		boolean written = session.contains("status") && session.getInt("status") == 200;
		return session.set("attempts", session.getInt("attempts") + 1)
			.set("written", written ? session.getLong("version") : NEVER);
	}

	/** Others may have written since: the version is the own one or a later one. */
	private static CheckBuilder showsOwnWrite(String path) {
		return jsonPath(path).ofMap().validate("shows own write", (post, session) -> {
			long version = ((Number) post.getOrDefault("version", -1)).longValue();
			long written = session.getLong("written");
			if (version < written || (version == written && !session.getString("title").equals(post.get("title")))) {
				throw new IllegalStateException("Version " + written + " '" + session.getString("title")
						+ "' was written, but version " + version + " '" + post.get("title") + "' was read");
			}
			return post;
		});
	}

	private ChainBuilder comeAndGo() {
		return exec(choose("tag", Corpus::ownTag), exec((session) -> session.remove("post")),
				exec(http("creation").post("/api/v1/posts")
					.header("Authorization", this::authorization)
					.header("Content-Type", "application/json")
					.body(StringBody(
							"{\"title\": \"Comes and goes\", \"body\": \"Soon gone.\", \"tags\": [\"#{tag}\"]}"))
					.check(status().is(201), jsonPath("$.id").ofLong().saveAs("post"), header("ETag").saveAs("etag"))),
				doIf((session) -> session.contains("post")).then(
						exec(http("post after own creation").get(POST).check(status().is(200))),
						exec(http("list after own creation")
							.get("/api/v1/posts?size=100&tag=#{tag}&sort=createdAt,desc")
							.check(status().is(200), jsonPath("$.items[?(@.id == #{post})].id").exists())),
						exec(http("deletion").delete(POST)
							.header("Authorization", this::authorization)
							.header("If-Match", "#{etag}")
							.check(status().is(204))),
						exec(http("post after own deletion").get(POST).check(status().is(404))),
						exec(http("list after own deletion")
							.get("/api/v1/posts?size=100&tag=#{tag}&sort=createdAt,desc")
							.check(status().is(200), jsonPath("$.items[?(@.id == #{post})].id").notExists()))));
	}

}
