package io.freshet.caching.web;

import java.nio.ByteBuffer;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;

import io.freshet.caching.http.Answer;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.StoredResponse;

/**
 * Writes stored responses to clients.
 */
final class ResponseWriter {

	private ResponseWriter() {
	}

	/**
	 * Writes an answer that is there as a whole.
	 * @param request the request
	 * @param response the response of the client, with what is said of the cache
	 * @param answer the answer
	 */
	static Mono<Void> write(CacheRequest request, ServerHttpResponse response, Answer answer) {
		writeHead(response, answer.status(), answer.headers());
		List<ByteBuffer> body = answer.body();
		if (body.isEmpty()) {
			return answer.isEmptyInChunks(request) ? response.writeWith(Flux.empty()) : response.setComplete();
		}
		DataBufferFactory factory = response.bufferFactory();
		if (body.size() > 1) {
			return response.writeWith(Flux.fromIterable(body).map(factory::wrap));
		}
		Mono<DataBuffer> whole = Mono.fromSupplier(() -> factory.wrap(body.get(0)));
		return response.writeWith(answer.isLengthSaid() ? whole : whole.flux());
	}

	/**
	 * Writes a response that came in one piece as it came.
	 * @param response the response of the client, with what is said of the cache
	 * @param whole the response, which says how long it is
	 */
	static Mono<Void> writeWhole(ServerHttpResponse response, StoredResponse whole) {
		writeHead(response, whole.status(), whole.headers());
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(whole.body().duplicate())));
	}

	/**
	 * Writes a response while it comes.
	 * @param response the response of the client, with what is said of the cache
	 * @param head the response without its body
	 * @param body the body
	 */
	static Mono<Void> write(ServerHttpResponse response, StoredResponse head, Flux<byte[]> body) {
		writeHead(response, head.status(), head.headers());
		DataBufferFactory factory = response.bufferFactory();
		return response.writeWith(body.map(factory::wrap));
	}

	private static void writeHead(ServerHttpResponse response, int status, List<HeaderField> fields) {
		response.setRawStatusCode(status);
		HttpHeaders headers = response.getHeaders();
		for (HeaderField field : fields) {
			headers.add(field.name(), field.value());
		}
	}

}
