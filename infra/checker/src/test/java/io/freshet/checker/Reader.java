package io.freshet.checker;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import tools.jackson.databind.JsonNode;

/**
 * Reads rows from one instance without pause: mostly one by one, so that the response
 * cache answers, at times past that cache, at times as lists. Some reads follow the
 * newest write, at another instance than that of the write and with the token that it
 * gave.
 */
final class Reader implements Runnable {

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(20);

	private static final String[] LISTS = { "?tag=" + Posts.TAG + "&size=100", "?size=50",
			"?sort=updatedAt,desc&size=10", "?sort=title&size=20" };

	private final Load load;

	private final Instance instance;

	Reader(Load load, Instance instance) {
		this.load = load;
		this.instance = instance;
	}

	@Override
	public void run() {
		try (HttpConnection connection = new HttpConnection(this.instance.port(), PATIENCE)) {
			while (this.load.isRunning()) {
				readNext(connection);
			}
		}
	}

	private void readNext(HttpConnection connection) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		int kind = random.nextInt(100);
		if (kind < 3) {
			read(connection, Request.get(Posts.PATH + LISTS[random.nextInt(LISTS.length)]), 0);
			return;
		}
		Token token = this.load.newestToken();
		if (kind < 20 && token != null && token.instance() != this.instance.number()) {
			this.load.tally().add(Count.WITH_TOKEN);
			read(connection, Request.get(Posts.path(token.row())).with(Token.FIELD, token.text()), token.version());
			return;
		}
		Request one = Request.get(Posts.path(this.load.rows().get(random.nextInt(this.load.rows().size()))));
		read(connection, (kind < 30) ? one.with("Cache-Control", "no-store") : one, 0);
	}

	/**
	 * @param owed the version that the answer must show at least, zero for none
	 */
	private void read(HttpConnection connection, Request request, long owed) {
		Tally tally = this.load.tally();
		long begunAt = System.nanoTime();
		try {
			Response response = connection.send(request);
			if (response.status() != 200) {
				failed(tally);
				return;
			}
			tally.answered(response);
			Read read = Read.of(request, response, this.instance, begunAt, tally).owing(owed);
			JsonNode json = response.json();
			if (json.has("items")) {
				json.path("items").forEach((post) -> seen(read, post));
			}
			else {
				seen(read, json);
			}
		}
		catch (IOException ex) {
			failed(tally);
		}
	}

	private void seen(Read read, JsonNode post) {
		this.load.seen(read, post.path("id").asLong(), Posts.version(post));
	}

	private static void failed(Tally tally) {
		tally.add(Count.FAILED_READS);
		Pause.of(PAUSE_AFTER_FAILURE);
	}

}
