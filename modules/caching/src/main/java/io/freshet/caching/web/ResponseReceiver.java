package io.freshet.caching.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheTag;
import io.freshet.caching.http.Freshening;
import io.freshet.caching.http.GzipCoding;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.HeaderFields;
import io.freshet.caching.http.HttpDate;
import io.freshet.caching.http.StorageDecision;
import io.freshet.caching.http.StorageDecision.Keep;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.load.SharedStream;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.RefusalReason;

/**
 * Receives one response of the handler and decides what becomes of it. Its stamp is taken
 * when it is made, before the handler begins.
 * <p>
 * What is kept is kept before anybody gets the end of it, so that whoever has seen an
 * answer finds it in the cache: the last piece of a body whose length is known, and
 * otherwise the end, wait until it is stored. One response is received by one thread at a
 * time, so nothing here is shared.
 */
final class ResponseReceiver implements CapturedResponse.Receiver {

	private static final Logger logger = LoggerFactory.getLogger(ResponseReceiver.class);

	private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

	private static final int FIRST_SERVER_ERROR = 500;

	private static final int NOT_MODIFIED = 304;

	private final AskedRequest asked;

	private final Miss miss;

	private final ResponseFlight flight;

	private final CacheDependencies dependencies;

	private final ResponseStore store;

	private final ResponseInvalidation invalidation;

	private final CacheEngine engine;

	private final CacheRecorder recorder;

	private final StatusTeller teller;

	private final Stamp stamp;

	private final Instant requestedAt;

	private BooleanSupplier isPersonal = () -> false;

	ResponseReceiver(AskedRequest asked, Miss miss, ResponseFlight flight, CacheDependencies dependencies,
			ResponseStore store, ResponseInvalidation invalidation, CacheEngine engine, CacheRecorder recorder,
			StatusTeller teller) {
		this.asked = asked;
		this.miss = miss;
		this.flight = flight;
		this.dependencies = dependencies;
		this.store = store;
		this.invalidation = invalidation;
		this.engine = engine;
		this.recorder = recorder;
		this.teller = teller;
		this.stamp = engine.stamp();
		this.requestedAt = engine.clock().instant();
	}

	/**
	 * Says how to find out whether a response is for one client alone, which its head
	 * does not tell.
	 */
	void watch(BooleanSupplier personal) {
		this.isPersonal = personal;
	}

	@Override
	public Mono<Void> receive(CapturedResponse response, Publisher<? extends DataBuffer> body) {
		Instant receivedAt = this.engine.clock().instant();
		int status = response.status();
		List<HeaderField> fields = response.fields();
		recordLoad(receivedAt, status < FIRST_SERVER_ERROR);
		recordTags(fields);
		FoundResponse validated = this.miss.validated();
		if (validated != null && status == NOT_MODIFIED) {
			return drop(body).then(Mono.defer(() -> validated(validated, fields, receivedAt)));
		}
		StoredResponse substitute = OriginFailure.isSaidBy(status) ? this.miss.substitute(this.asked, receivedAt)
				: null;
		if (substitute != null) {
			return drop(body).doOnSuccess((done) -> this.flight.arrived(new Arrival.StaleOnError(substitute, status)));
		}
		if (this.dependencies.isStale() || this.isPersonal.getAsBoolean()) {
			return pass(response, body, "stale parts, or a session");
		}
		StorageDecision decision = StorageDecision.of(this.asked.asForwarded(), status, fields, this.requestedAt,
				receivedAt, this.asked.route());
		return (decision instanceof Keep keep) ? share(response, keep, body, receivedAt)
				: this.invalidation.forgetSuperseded(this.miss.known(this.asked), decision, status)
					.then(Mono.defer(() -> pass(response, body, decision.toString())));
	}

	/**
	 * Not from what is kept of the fields: labels are not.
	 */
	private void recordTags(List<HeaderField> fields) {
		CacheDependencies.record(this.dependencies.into(Context.empty()),
				ResponseTags.of(this.asked.request(), HeaderFields.of(fields), this.asked.route()));
	}

	@Override
	public boolean receiveFlushing(CapturedResponse response) {
		recordTags(response.fields());
		recordLoad(this.engine.clock().instant(), response.status() < FIRST_SERVER_ERROR);
		refused("flushes by itself");
		this.flight.arrived(new Arrival.Passing());
		return !this.flight.isDeserted();
	}

	/**
	 * Takes note of a handler that gave no response, or not all of it.
	 */
	void failed() {
		recordLoad(this.engine.clock().instant(), false);
	}

	private void recordLoad(Instant ended, boolean succeeded) {
		this.recorder.load(this.asked.key().cache(), Duration.between(this.requestedAt, ended), succeeded);
	}

	private Mono<Void> pass(CapturedResponse response, Publisher<? extends DataBuffer> body, String reason) {
		refused(reason);
		this.flight.arrived(new Arrival.Passing());
		// What is for a client that has gone is for nobody.
		return this.flight.isDeserted() ? drop(Flux.from(body).take(1)) : response.pass(body);
	}

	private void refused(String reason) {
		logger.debug("Not kept ({}): {}", reason, this.asked.key());
		this.recorder.refused(this.asked.key().cache(), RefusalReason.RESPONSE);
	}

	@Override
	public void passing() {
		this.teller.passing(this.asked.exchange(), this.asked.request(), this.asked.routeName(),
				ToldStatus.miss(this.miss.status(false, false)), this.dependencies);
	}

	private static Mono<Void> drop(Publisher<? extends DataBuffer> body) {
		return Flux.from(body).doOnNext(DataBufferUtils::release).then();
	}

	private Mono<Void> validated(FoundResponse known, List<HeaderField> fields, Instant receivedAt) {
		if (!Freshening.selects(known.response(), fields)) {
			this.flight.arrived(new Arrival.AskAgain());
			return Mono.empty();
		}
		StoredResponse fresh = Freshening.with304(known.response(), fields, this.asked.headers(), this.requestedAt,
				receivedAt);
		StorageDecision decision = StorageDecision.of(this.asked.asForwarded(), fresh.status(), fresh.headers(),
				this.requestedAt, receivedAt, this.asked.route());
		if (!(decision instanceof Keep keep) || this.dependencies.isStale()) {
			refused(decision.toString());
			return this.invalidation.forgetSuperseded(known, decision, fresh.status())
				.doOnSuccess((done) -> this.flight.arrived(new Arrival.Validated(fresh, fresh, false, false)));
		}
		StoredResponse kept = keep.toStored(fresh);
		Set<CacheTag> tags = new HashSet<>(known.entry().tags());
		tags.addAll(this.dependencies.tags());
		return this.store.store(this.asked.key(), kept, life(keep, receivedAt, tags))
			.then(this.invalidation.forgetMoved(known, this.asked.key(), kept))
			.doOnSuccess((done) -> {
				this.flight.completed(kept);
				this.flight.arrived(new Arrival.Validated(kept, fresh, true, keep.reusable()));
			});
	}

	private Mono<Void> share(CapturedResponse response, Keep keep, Publisher<? extends DataBuffer> body,
			Instant receivedAt) {
		StoredResponse came = keep.toStored(this.asked.headers(), response.status(), this.requestedAt, receivedAt,
				NO_BODY);
		StoredResponse head = complete(came);
		StoredResponse received = keep.withholds() ? complete(came.with(keep.received(), this.requestedAt, receivedAt))
				: head;
		CollectedBody collected = new CollectedBody(head, this.asked.route().maxBodySize());
		Flux<byte[]> passedOn = collected.passedOn(Flux.from(body).map(ResponseReceiver::copied),
				Mono.defer(() -> keep(collected, keep)));
		return (body instanceof Mono && collected.isOfDeclaredLength())
				? shareWhole(collected, received, keep, passedOn) : shareWhileItComes(head, received, keep, passedOn);
	}

	private StoredResponse complete(StoredResponse head) {
		StoredResponse dated = dated(head);
		return GzipCoding.isFor(dated, this.asked.route()) ? GzipCoding.announced(dated) : dated;
	}

	/**
	 * A body in one piece would not be sent before it is kept, so its head can wait for
	 * that as well: both are then written at once, which costs the server far less.
	 */
	private Mono<Void> shareWhole(CollectedBody collected, StoredResponse head, Keep keep, Flux<byte[]> body) {
		return body.then(Mono.<Void>fromRunnable(() -> {
			StoredResponse whole = Objects.requireNonNull(collected.whole());
			StoredResponse received = keep.withholds()
					? whole.with(head.headers(), whole.requestedAt(), whole.receivedAt()) : whole;
			this.flight.arrived(new Arrival.Whole(whole, received, this.flight.isKept(), keep.reusable()));
		}))
			// Whoever is behind the handler may take the error for himself.
			.doOnError(this.flight::failed);
	}

	private Mono<Void> shareWhileItComes(StoredResponse head, StoredResponse received, Keep keep, Flux<byte[]> body) {
		SharedStream<byte[]> stream = new SharedStream<>((piece) -> piece.length, this.asked.route().maxBodySize(),
				this.flight::outgrown);
		this.flight.arrived(new Arrival.Shared(head, received, stream, keep.reusable()));
		return stream.drain(body, Mono.empty());
	}

	private Mono<Void> keep(CollectedBody collected, Keep keep) {
		StoredResponse whole = collected.whole();
		if (whole == null || this.dependencies.isStale()) {
			refused("body of " + collected.length() + " bytes");
			FoundResponse known = this.miss.known(this.asked);
			return (whole == null && known != null) ? this.invalidation.forget(known) : Mono.empty();
		}
		return this.store
			.storeNew(this.asked.key(), whole, this.asked.route(),
					life(keep, whole.receivedAt(), this.dependencies.tags()))
			.doOnNext(this.flight::completed)
			.then();
	}

	/**
	 * RFC 9110, section 6.6.1: who keeps a response says when it was made.
	 */
	static StoredResponse dated(StoredResponse head) {
		if (head.fields().has(HttpHeaders.DATE)) {
			return head;
		}
		List<HeaderField> headers = new ArrayList<>(head.headers());
		headers.add(new HeaderField(HttpHeaders.DATE, HttpDate.format(head.receivedAt())));
		return head.with(headers, head.requestedAt(), head.receivedAt());
	}

	static byte[] copied(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return bytes;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private ResponseStore.Life life(Keep keep, Instant receivedAt, Set<CacheTag> tags) {
		return new ResponseStore.Life(receivedAt, receivedAt.plus(this.engine.limit(keep.keepFor())),
				Duration.between(this.requestedAt, receivedAt), tags,
				ResponseTags.ofUri(this.asked.request(), this.asked.route()), this.stamp);
	}

}
