package io.freshet.caching.announcement;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * A real HTTP server that plays a CDN: it notes what it is told, and can be out of order.
 */
public final class Cdn implements AutoCloseable {

	private final List<Told> told = new CopyOnWriteArrayList<>();

	private final AtomicReference<Mood> mood = new AtomicReference<>(Mood.WELL);

	private final DisposableServer server;

	/** Starts the server. */
	public Cdn() {
		this.server = HttpServer.create().port(0).handle((request, response) -> {
			String field = request.requestHeaders().contains("Surrogate-Key") ? "Surrogate-Key" : "X-Key";
			this.told.add(new Told(request.method().name(), request.uri(), field,
					String.valueOf(request.requestHeaders().get(field)),
					String.valueOf(request.requestHeaders().get("X-Secret")), this.mood.get()));
			return switch (this.mood.get()) {
				case WELL -> response.status(200).send();
				case FAILING -> response.status(503).send();
				case MOVED -> response.status(307).header("Location", request.uri()).send();
				case SILENT -> Mono.never();
			};
		}).bindNow();
	}

	/** Where announcements go. */
	public URI url() {
		return URI.create("http://localhost:" + this.server.port() + "/purge");
	}

	/** Changes how it answers. */
	public void is(Mood now) {
		this.mood.set(now);
	}

	/** All requests. */
	public List<Told> told() {
		return this.told;
	}

	/** The keys that were accepted. */
	public List<String> keys() {
		List<String> keys = new ArrayList<>();
		this.told.stream()
			.filter((one) -> one.mood() == Mood.WELL)
			.forEach((one) -> keys.addAll(List.of(one.keys().split(" "))));
		return keys;
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

	/** How it answers. */
	public enum Mood {

		/** It obeys. */
		WELL,

		/** It answers 503. */
		FAILING,

		/** It redirects to itself. */
		MOVED,

		/** It never answers. */
		SILENT

	}

	/**
	 * A request.
	 *
	 * @param method its method
	 * @param uri its URI
	 * @param field the header field that names the keys
	 * @param keys the keys
	 * @param secret the credentials
	 * @param mood how it was answered
	 */
	public record Told(String method, String uri, String field, String keys, String secret, Mood mood) {
	}

}
