package io.freshet.checker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import tools.jackson.databind.JsonNode;

/**
 * The rows as posts of the application. All of them carry one tag, and their body is
 * their version.
 */
final class Posts {

	static final String PATH = "/api/v1/posts";

	static final String TAG = "checker";

	private static final String VERSION = "v=";

	private Posts() {
	}

	static List<Row> create(Instance instance, int count) throws IOException {
		return create(instance, count, (number) -> TAG);
	}

	/**
	 * Makes posts.
	 * @param tag gives the tag of a post by its number
	 */
	static List<Row> create(Instance instance, int count, IntFunction<String> tag) throws IOException {
		List<Row> rows = new ArrayList<>();
		try (HttpConnection connection = new HttpConnection(instance.port(), Duration.ofSeconds(10))) {
			for (String slug : IntStream.range(0, count).mapToObj(tag).distinct().toList()) {
				expect(201,
						connection.send(Request
							.of("POST", "/api/v1/tags", "{\"slug\": \"" + slug + "\", \"name\": \"Checker\"}")
							.with("Authorization", instance.authorization())));
			}
			for (int i = 0; i < count; i++) {
				Response created = connection.send(Request.of("POST", PATH, content(0, tag.apply(i)))
					.with("Authorization", instance.authorization()));
				expect(201, created);
				rows.add(new Row(created.json().path("id").asLong(), created.header("etag")));
			}
		}
		return rows;
	}

	private static void expect(int status, Response response) {
		if (response.status() != status) {
			throw new IllegalStateException("Answered with " + response.status() + ": " + response.json());
		}
	}

	static String content(long version, String... tags) {
		return "{\"title\": \"Row " + VERSION + version + "\", \"body\": \"" + body(version) + "\", \"tags\": [\""
				+ String.join("\", \"", tags) + "\"]}";
	}

	static String patch(long version) {
		return "{\"body\": \"" + body(version) + "\"}";
	}

	static String body(long version) {
		return VERSION + version;
	}

	/**
	 * Returns how often the state was changed that an entity tag names, counted by the
	 * application.
	 */
	static long revision(String entityTag) {
		return Long.parseLong(entityTag.substring(1, entityTag.indexOf('-')));
	}

	/** Returns the entity tag after one more change, with the same tags. */
	static String next(String entityTag) {
		return '"' + String.valueOf(revision(entityTag) + 1) + entityTag.substring(entityTag.indexOf('-'));
	}

	static String path(Row row) {
		return PATH + "/" + row.id();
	}

	static long version(JsonNode post) {
		return Long.parseLong(post.path("body").asString().substring(VERSION.length()));
	}

}
