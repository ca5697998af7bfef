package io.freshet.caching.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheTag;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.HeaderFields;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.StorageDecision;
import io.freshet.caching.http.StorageDecision.Keep;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.store.EntryKey;

/**
 * Receives the answer to a POST, which goes to its client while it comes and is kept if
 * it may be. What it invalidates is invalidated before its head is sent, in any case. An
 * answer that is kept counts from that invalidation on, and only if nobody else changed
 * the same since the request came.
 */
final class PostReceiver implements CapturedResponse.Receiver {

	private final ServerHttpResponse client;

	private final CacheRequest request;

	private final RoutePolicy route;

	private final CacheDependencies dependencies;

	private final CacheEngine engine;

	private final ResponseStore store;

	private final ResponseInvalidation invalidation;

	private final Stamp stamp;

	private final Instant requestedAt;

	PostReceiver(ServerHttpResponse client, CacheRequest request, RoutePolicy route, CacheDependencies dependencies,
			CacheEngine engine, ResponseStore store, ResponseInvalidation invalidation) {
		this.client = client;
		this.request = request;
		this.route = route;
		this.dependencies = dependencies;
		this.engine = engine;
		this.store = store;
		this.invalidation = invalidation;
		this.stamp = engine.stamp();
		this.requestedAt = engine.clock().instant();
	}

	@Override
	public Mono<Void> receive(CapturedResponse response, Publisher<? extends DataBuffer> written) {
		Flux<DataBuffer> body = Flux.from(written);
		Instant receivedAt = this.engine.clock().instant();
		List<HeaderField> fields = response.fields();
		StorageDecision decision = StorageDecision.of(this.request, response.status(), fields, this.requestedAt,
				receivedAt, this.route);
		if (!(decision instanceof Keep keep) || this.dependencies.isStale()) {
			this.invalidation.follow(this.request, this.client, this.route);
			return response.pass(body);
		}
		EntryKey key = this.store.key(this.request, this.route);
		Set<CacheTag> tags = new HashSet<>(this.dependencies.tags());
		tags.addAll(ResponseTags.of(this.request, HeaderFields.of(fields), this.route));
		this.invalidation.followBesideTarget(this.request, this.client, this.route);
		StoredResponse head = ResponseReceiver.dated(keep.toStored(this.request.headers(), response.status(),
				this.requestedAt, receivedAt, ByteBuffer.allocate(0)));
		return this.invalidation.replaceTarget(this.request, key, tags, this.stamp)
			.map((since) -> kept(head, body, key, life(keep, receivedAt, tags, since)))
			.defaultIfEmpty(body)
			.flatMap(response::pass);
	}

	private Flux<DataBuffer> kept(StoredResponse head, Flux<DataBuffer> body, EntryKey key, ResponseStore.Life life) {
		CollectedBody collected = new CollectedBody(head, this.route.maxBodySize());
		return collected.passedOn(body.map(ResponseReceiver::copied), Mono.defer(() -> {
			StoredResponse whole = collected.whole();
			return (whole == null || this.dependencies.isStale()) ? Mono.empty()
					: this.store.storeNew(key, whole, this.route, life).then();
		})).map(this.client.bufferFactory()::wrap);
	}

	private ResponseStore.Life life(Keep keep, Instant receivedAt, Set<CacheTag> tags, Stamp since) {
		return new ResponseStore.Life(receivedAt, receivedAt.plus(this.engine.limit(keep.keepFor())),
				Duration.between(this.requestedAt, receivedAt), tags, ResponseTags.ofUri(this.request, this.route),
				since);
	}

	@Override
	public boolean receiveFlushing(CapturedResponse response) {
		this.invalidation.follow(this.request, this.client, this.route);
		return true;
	}

}
