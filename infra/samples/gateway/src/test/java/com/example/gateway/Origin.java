package com.example.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

import io.netty.handler.codec.http.HttpHeaders;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A server behind the gateway: each test says itself how a path is answered.
 */
final class Origin implements AutoCloseable {

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	private final Map<String, List<HttpHeaders>> asked = new ConcurrentHashMap<>();

	private final DisposableServer server = HttpServer.create()
		.host("localhost")
		.port(0)
		.handle(this::handle)
		.bindNow();

	String url() {
		return "http://localhost:" + this.server.port();
	}

	void on(String path, Answer answer) {
		this.answers.put(path, answer);
	}

	/** The header fields of each request for a path that came as far as here. */
	List<HttpHeaders> asked(String path) {
		return new ArrayList<>(this.asked.getOrDefault(path, List.of()));
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		String path = "/" + request.path();
		this.asked.computeIfAbsent(path, (unseen) -> new CopyOnWriteArrayList<>()).add(request.requestHeaders().copy());
		Answer answer = this.answers.get(path);
		return (answer != null) ? answer.apply(request, response) : response.sendNotFound();
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

	/** How a path is answered. */
	interface Answer extends BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

		/** A text, with header fields given as names and values in turn. */
		static Answer text(String body, String... fields) {
			return (request, response) -> {
				for (int i = 0; i < fields.length; i += 2) {
					response.addHeader(fields[i], fields[i + 1]);
				}
				return response.sendString(Mono.just(body));
			};
		}

		/** Closes the connection instead of answering. */
		static Answer closing() {
			return (request, response) -> {
				response.withConnection(DisposableChannel::dispose);
				return Mono.never();
			};
		}

	}

}
