package io.freshet.caching.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;

import io.freshet.caching.http.Answer;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.ResponseFreshness;
import io.freshet.caching.http.StoredResponse;

/**
 * Writes stored responses to clients, and tells of them between head and body: what is
 * said of this cache comes after what caches before it have said.
 */
final class ResponseWriter {

	private final StatusTeller teller;

	ResponseWriter(StatusTeller teller) {
		this.teller = teller;
	}

	/**
	 * Writes an answer that is there as a whole.
	 * @param asked the request
	 * @param answer the answer
	 * @param told what is to be told of the cache
	 */
	Mono<Void> write(AskedRequest asked, Answer answer, ToldStatus told) {
		ServerHttpResponse response = writeHead(asked, answer.status(), answer.headers(), told);
		List<ByteBuffer> body = answer.body();
		if (body.isEmpty()) {
			return answer.isEmptyInChunks(asked.request()) ? response.writeWith(Flux.empty()) : response.setComplete();
		}
		DataBufferFactory factory = response.bufferFactory();
		if (body.size() > 1) {
			return response.writeWith(Flux.fromIterable(body).map(factory::wrap));
		}
		Mono<DataBuffer> whole = Mono.fromSupplier(() -> factory.wrap(body.get(0)));
		return response.writeWith(answer.isLengthSaid() ? whole : whole.flux());
	}

	/**
	 * Writes what the handler says still holds.
	 * @param asked the request
	 * @param known the stored response, brought up to date
	 * @param status what became of it
	 * @param now the time
	 */
	Mono<Void> writeValidated(AskedRequest asked, StoredResponse known, CacheStatus status, Instant now) {
		Duration remaining = known.freshness(asked.route()).remaining(now, known.receivedAt());
		return write(asked, Answer.to(asked.request(), known), ToldStatus.validated(status, remaining));
	}

	/**
	 * Writes a stored response in place of an error.
	 * @param asked the request
	 * @param substitute the response
	 * @param status what became of the request
	 * @param now the time
	 */
	Mono<Void> writeOnError(AskedRequest asked, StoredResponse substitute, CacheStatus status, Instant now) {
		ResponseFreshness freshness = substitute.freshness(asked.route());
		Duration age = freshness.currentAge(now, substitute.receivedAt());
		setAge(asked.exchange().getResponse().getHeaders(), age);
		return write(asked, Answer.to(asked.request(), substitute),
				ToldStatus.staleOnError(status, freshness.remaining(age)));
	}

	/**
	 * Writes a response that came in one piece as it came.
	 * @param asked the request
	 * @param whole the response, which says how long it is
	 * @param told what is to be told of the cache
	 */
	Mono<Void> writeWhole(AskedRequest asked, StoredResponse whole, ToldStatus told) {
		ServerHttpResponse response = writeHead(asked, whole.status(), whole.headers(), told);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(whole.body().duplicate())));
	}

	/**
	 * Writes a response while it comes.
	 * @param asked the request
	 * @param head the response without its body
	 * @param body the body
	 * @param told what is to be told of the cache
	 */
	Mono<Void> writeAsItComes(AskedRequest asked, StoredResponse head, Flux<byte[]> body, ToldStatus told) {
		ServerHttpResponse response = writeHead(asked, head.status(), head.headers(), told);
		DataBufferFactory factory = response.bufferFactory();
		return response.writeWith(body.map(factory::wrap));
	}

	private ServerHttpResponse writeHead(AskedRequest asked, int status, List<HeaderField> fields, ToldStatus told) {
		ServerHttpResponse response = asked.exchange().getResponse();
		response.setRawStatusCode(status);
		HttpHeaders headers = response.getHeaders();
		for (HeaderField field : fields) {
			headers.add(field.name(), field.value());
		}
		this.teller.tell(asked.exchange(), asked.request(), asked.routeName(), told);
		return response;
	}

	/**
	 * RFC 9111, section 5.1.
	 */
	static void setAge(HttpHeaders headers, Duration age) {
		headers.set(HttpHeaders.AGE, Long.toString(Math.max(0, age.toSeconds())));
	}

}
