package io.freshet.loadtests;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.gatling.javaapi.core.ChainBuilder;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * What readers do, and the few writers among them.
 */
final class ReadMix {

	private static final List<String> SORTS = List.of("createdAt,desc", "createdAt,desc", "updatedAt,desc", "title");

	private static final List<Integer> SIZES = List.of(10, 20, 20, 50);

	private final FreshetSimulation simulation;

	ReadMix(FreshetSimulation simulation) {
		this.simulation = simulation;
	}

	/** One step of one user; 95 of 100 only read. */
	ChainBuilder step() {
		return randomSwitch().on(percent(42).then(post()), percent(18).then(list()), percent(10).then(listOfTag()),
				percent(7).then(tag()), percent(3).then(tags()), percent(15).then(revalidation()),
				percent(5).then(write()));
	}

	private ChainBuilder post() {
		return exec(this.simulation.choose("post", Corpus::post), http("post").get("/api/v1/posts/#{post}")
			.check(status().is(200), jsonPath("$.id").ofLong().is((session) -> session.getLong("post"))));
	}

	private ChainBuilder list() {
		return exec(this.simulation.choose("page", (corpus) -> new Zipf(5).next(ThreadLocalRandom.current())),
				this.simulation.choose("size", (corpus) -> anyOf(SIZES)),
				this.simulation.choose("sort", (corpus) -> anyOf(SORTS)),
				http("posts, a page").get("/api/v1/posts?page=#{page}&size=#{size}&sort=#{sort}")
					.check(status().is(200), jsonPath("$.page").ofInt().is((session) -> session.getInt("page"))));
	}

	private ChainBuilder listOfTag() {
		return exec(this.simulation.choose("tag", Corpus::tag), http("posts of a tag").get("/api/v1/posts?tag=#{tag}")
			.check(status().is(200), jsonPath("$.total").ofLong().gte(0L)));
	}

	private ChainBuilder tag() {
		return exec(this.simulation.choose("tag", Corpus::tag),
				http("tag").get("/api/v1/tags/#{tag}").check(status().is(200), jsonPath("$.slug").isEL("#{tag}")));
	}

	private ChainBuilder tags() {
		return exec(http("tags").get("/api/v1/tags?sort=postCount,desc")
			.check(status().is(200), jsonPath("$.total").ofLong().gte(1L)));
	}

	/** What a browser does that has the post already. */
	private ChainBuilder revalidation() {
		return exec(this.simulation.choose("post", Corpus::post),
				http("post").get("/api/v1/posts/#{post}").check(status().is(200), header("ETag").saveAs("etag")),
				http("post, if changed").get("/api/v1/posts/#{post}")
					.header("If-None-Match", "#{etag}")
					.check(status().in(304, 200)));
	}

	private ChainBuilder write() {
		return exec(this.simulation.choose("post", Corpus::ownPost),
				http("post").get("/api/v1/posts/#{post}").check(status().is(200), header("ETag").saveAs("etag")),
				http("change of a post").patch("/api/v1/posts/#{post}")
					.header("Authorization", this.simulation::authorization)
					.header("Content-Type", "application/merge-patch+json")
					.header("If-Match", "#{etag}")
					.body(StringBody("{\"title\": \"Changed at #{currentTimeMillis()}\"}"))
					// Somebody may have been faster.
					.check(status().in(200, 412)));
	}

	private static <T> T anyOf(List<T> choices) {
		return choices.get(ThreadLocalRandom.current().nextInt(choices.size()));
	}

}
