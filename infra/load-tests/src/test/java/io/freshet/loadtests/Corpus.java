package io.freshet.loadtests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The posts and tags that the load is about: those that are there, which are read, and
 * some of its own among them, which are changed as well and go when the load is over.
 */
final class Corpus {

	private static final int OWN_POSTS = 20;

	/** Pages of a hundred posts each; who has more posts has enough. */
	private static final int PAGES = 5;

	private final Instance instance;

	private final String ownTag;

	private final List<Long> own;

	private final List<Long> posts;

	private final List<String> tags;

	private final Zipf popularPosts;

	private final Zipf popularTags;

	private Corpus(Instance instance, String ownTag, List<Long> own, List<Long> posts, List<String> tags) {
		this.instance = instance;
		this.ownTag = ownTag;
		this.own = own;
		this.posts = posts;
		this.tags = tags;
		this.popularPosts = new Zipf(posts.size());
		this.popularTags = new Zipf(tags.size());
	}

	static Corpus prepare(Instance instance) {
		String ownTag = "load-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
		instance.create("/api/v1/tags", Map.of("slug", ownTag, "name", "Load test " + ownTag));
		List<Long> own = new ArrayList<>();
		for (int i = 0; i < OWN_POSTS; i++) {
			own.add(instance
				.create("/api/v1/posts",
						Map.of("title", "Under load " + i, "body",
								"Made by a load test, and removed by it. ".repeat(20), "tags", List.of(ownTag)))
				.path("id")
				.asLong());
		}
		List<Long> posts = posts(instance);
		List<String> tags = new ArrayList<>();
		instance.get("/api/v1/tags?size=100&sort=postCount,desc")
			.path("items")
			.forEach((tag) -> tags.add(tag.path("slug").asText()));
		// The same seed, so that the same posts are popular in each run.
		Collections.shuffle(posts, new Random(42));
		return new Corpus(instance, ownTag, own, posts, tags);
	}

	private static List<Long> posts(Instance instance) {
		List<Long> posts = new ArrayList<>();
		for (int page = 0; page < PAGES; page++) {
			JsonNode items = instance.get("/api/v1/posts?size=100&page=" + page).path("items");
			items.forEach((post) -> posts.add(post.path("id").asLong()));
		}
		return posts;
	}

	/** A post, most often a popular one. */
	long post() {
		return this.posts.get(this.popularPosts.next(ThreadLocalRandom.current()));
	}

	/** A post that may be changed. */
	long ownPost() {
		return this.own.get(ThreadLocalRandom.current().nextInt(this.own.size()));
	}

	/** A tag, most often a popular one. */
	String tag() {
		return this.tags.get(this.popularTags.next(ThreadLocalRandom.current()));
	}

	/** The tag of what may be changed. */
	String ownTag() {
		return this.ownTag;
	}

	/** Removes its own posts and tag, and what users left behind under that tag. */
	void remove() {
		JsonNode items = this.instance.get("/api/v1/posts?size=100&tag=" + this.ownTag).path("items");
		while (!items.isEmpty()) {
			items.forEach((post) -> this.instance.delete("/api/v1/posts/" + post.path("id").asLong()));
			items = this.instance.get("/api/v1/posts?size=100&tag=" + this.ownTag).path("items");
		}
		this.instance.delete("/api/v1/tags/" + this.ownTag);
	}

}
