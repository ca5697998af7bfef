package io.freshet.caching.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.ConditionalRequest;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.HeaderFields;
import io.freshet.caching.http.RefusalReason;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.StorageDecision;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

import static io.freshet.caching.store.RefusalReason.RESPONSE;

/**
 * Collects one response and keeps it when head and body are complete. Its stamp is taken
 * when it is made, before the handler begins. The header fields that are there by then
 * come from outside the cache and are not kept: they are there again on a hit. One
 * response is written by one thread at a time, so nothing here is shared.
 */
final class ResponseFill {

	private static final Logger logger = LoggerFactory.getLogger(ResponseFill.class);

	private final EntryKey key;

	private final RoutePolicy route;

	private final CacheEngine engine;

	private final CacheRecorder recorder;

	private final StoredResponseCodec codec;

	private final CacheDependencies dependencies;

	private final CacheRequest request;

	private final ConditionalRequest condition;

	private final HttpHeaders outer;

	private final Stamp stamp;

	private final Instant begun;

	private @Nullable ByteArrayOutputStream body = new ByteArrayOutputStream(1024);

	private long length;

	private boolean bodyEnded;

	private @Nullable Head head;

	private boolean done;

	ResponseFill(EntryKey key, RoutePolicy route, CacheEngine engine, CacheRecorder recorder, StoredResponseCodec codec,
			CacheDependencies dependencies, CacheRequest request, HttpHeaders response) {
		this.key = key;
		this.route = route;
		this.engine = engine;
		this.recorder = recorder;
		this.codec = codec;
		this.dependencies = dependencies;
		this.request = request;
		this.condition = ConditionalRequest.of(request.headers());
		this.outer = HttpHeaders.copyOf(response);
		this.stamp = engine.stamp();
		this.begun = engine.clock().instant();
	}

	boolean isMetBy(int status, HttpHeaders response) {
		return this.condition.isPresent() && this.condition.isMetBy(status, response::getOrEmpty);
	}

	static void dropContentFields(HttpHeaders headers) {
		List.copyOf(headers.headerNames())
			.stream()
			.filter((name) -> !ConditionalRequest.isKeptIn304(name))
			.forEach(headers::remove);
	}

	/**
	 * Returns whether something went in that could not be judged.
	 */
	boolean isStale() {
		return this.dependencies.isStale();
	}

	/**
	 * Takes a copy of a buffer, as long as the response can still be kept.
	 */
	void add(DataBuffer buffer) {
		this.length += buffer.readableByteCount();
		if (this.body == null) {
			return;
		}
		if (this.length > this.route.maxBodySize()) {
			this.body = null;
			return;
		}
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.toByteBuffer(ByteBuffer.wrap(bytes));
		this.body.writeBytes(bytes);
	}

	void bodyEnded() {
		this.bodyEnded = true;
	}

	void head(int status, HttpHeaders headers) {
		List<HeaderField> fields = new ArrayList<>();
		headers.forEach((name, values) -> values.forEach((value) -> fields.add(new HeaderField(name, value))));
		Instant now = this.engine.clock().instant();
		this.head = new Head(status, headers,
				StorageDecision.of(this.request, status, fields, this.begun, now, this.route), now);
	}

	/**
	 * Takes note that the handler failed, and that what comes now is not its answer.
	 */
	void failed() {
		if (!this.done) {
			this.done = true;
			recordLoad(false);
		}
	}

	private void recordLoad(boolean succeeded) {
		this.recorder.load(this.key.cache(), Duration.between(this.begun, this.engine.clock().instant()), succeeded);
	}

	/**
	 * Keeps the response if head and body are there and nothing speaks against it. Does
	 * so once.
	 */
	Mono<Void> storeIfComplete() {
		Head taken = this.head;
		if (taken == null || !this.bodyEnded || this.done) {
			return Mono.empty();
		}
		this.done = true;
		recordLoad(taken.status() < 500);
		RefusalReason refusal = refusal(taken);
		ByteArrayOutputStream copy = this.body;
		if (refusal != null || copy == null || !(taken.decision() instanceof StorageDecision.Keep keep)) {
			logger.debug("Not kept ({}): {}", refusal, this.key);
			this.recorder.refused(this.key.cache(), RESPONSE);
			return Mono.empty();
		}
		return this.engine.store(entry(taken, keep, copy.toByteArray())).then();
	}

	private @Nullable RefusalReason refusal(Head taken) {
		if (isStale()) {
			return RefusalReason.STALE_PARTS;
		}
		if (taken.decision() instanceof StorageDecision.Refuse refuse) {
			return refuse.reason();
		}
		if (this.length > this.route.maxBodySize()) {
			return RefusalReason.TOO_LARGE;
		}
		HeaderFields fields = taken.headers()::getOrEmpty;
		return StorageDecision.isComplete(fields, this.length) ? null : RefusalReason.INCOMPLETE;
	}

	private StoredEntry entry(Head taken, StorageDecision.Keep keep, byte[] bytes) {
		List<HeaderField> own = keep.headers()
			.stream()
			.filter((field) -> !this.outer.getOrEmpty(field.name()).contains(field.value()))
			.toList();
		StoredResponse response = keep
			.toStored(this.request.headers(), taken.status(), this.begun, taken.receivedAt(), ByteBuffer.wrap(bytes))
			.with(own, this.begun, taken.receivedAt());
		Instant now = this.engine.clock().instant();
		return new StoredEntry(this.key, EntryKind.ONE, this.codec.encode(response), now,
				now.plus(this.engine.effectiveTtl(this.key.cache(), keep.keepFor())), this.dependencies.tags(),
				this.stamp);
	}

	private record Head(int status, HttpHeaders headers, StorageDecision decision, Instant receivedAt) {
	}

}
