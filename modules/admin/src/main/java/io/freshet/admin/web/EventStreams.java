package io.freshet.admin.web;

import java.util.List;

import reactor.core.publisher.Flux;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What all streams of events have in common.
 */
final class EventStreams {

	private EventStreams() {
	}

	/**
	 * Whether the client takes a stream and nothing else.
	 */
	static boolean isWanted(ServerHttpRequest request) {
		return request.getHeaders().getAccept().equals(List.of(MediaType.TEXT_EVENT_STREAM));
	}

	/** No proxy is to hold events back. */
	static ResponseEntity<Flux<ServerSentEvent<Object>>> of(Flux<ServerSentEvent<Object>> events) {
		return ResponseEntity.ok()
			.contentType(MediaType.TEXT_EVENT_STREAM)
			.cacheControl(CacheControl.noStore())
			.header("X-Accel-Buffering", "no")
			.body(events);
	}

}
