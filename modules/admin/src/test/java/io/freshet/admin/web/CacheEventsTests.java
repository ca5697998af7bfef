package io.freshet.admin.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.freshet.admin.audit.AuditAction;
import io.freshet.admin.audit.AuditOutcome;
import io.freshet.caching.administration.InstanceReports;
import io.freshet.caching.administration.Instances;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what those see who watch.
 */
class CacheEventsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	/** The next one, which was made when the first was read, and the newest. */
	private static final int LEFT_FOR_WHO_IS_SLOW = 2;

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final RecordingAdministration administration = new RecordingAdministration(CachingReports.whole());

	private final RecordingTrail trail = new RecordingTrail();

	private final GenericApplicationContext context = new GenericApplicationContext();

	private CacheEvents events() {
		Instances instances = new Instances(this.administration, InstanceReports.NONE, "id", "here",
				Duration.ofMillis(500), InstantSource.system());
		return new CacheEvents(instances, this.trail, this.context);
	}

	@Test
	void tellsTheStateEverySecond() {
		StepVerifier.withVirtualTime(() -> names(events().watch(SECOND, Mono.never())))
			.thenAwait(Duration.ofSeconds(3))
			.expectNext("instances", "instances", "instances", "instances")
			.thenCancel()
			.verify(TIMEOUT);
	}

	@Test
	void tellsItLessOftenToWhoWantsThat() {
		StepVerifier.withVirtualTime(() -> names(events().watch(Duration.ofSeconds(5), Mono.never())).take(3))
			.thenAwait(Duration.ofMillis(9_900))
			.expectNext("instances", "instances")
			.thenAwait(Duration.ofSeconds(1))
			.expectNext("instances")
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void looksOnceForAllWhoWatch() {
		StepVerifier.withVirtualTime(() -> {
			CacheEvents events = events();
			return Flux.merge(names(events.watch(SECOND, Mono.never())), names(events.watch(SECOND, Mono.never())));
		}).thenAwait(Duration.ofSeconds(2)).expectNextCount(6).thenCancel().verify(TIMEOUT);

		assertThat(this.administration.done()).hasSizeLessThanOrEqualTo(3);
	}

	@Test
	void tellsWhatAdministratorsBeginAndEnd() {
		this.trail.begin("ada", AuditAction.CLEAR, "before").block(TIMEOUT);

		StepVerifier
			.withVirtualTime(() -> events().watch(Duration.ofSeconds(60), Mono.never())
				.filter((event) -> "audit".equals(event.event()))
				.map((event) -> String.valueOf(event.id())))
			.thenAwait(Duration.ofSeconds(2))
			.then(() -> this.trail.begin("ada", AuditAction.PURGE, "now").block(TIMEOUT))
			.thenAwait(Duration.ofSeconds(1))
			.expectNext("a2")
			.then(() -> this.trail.end(2, AuditOutcome.DONE, 1L, null).block(TIMEOUT))
			.thenAwait(Duration.ofSeconds(1))
			.expectNext("a2")
			.thenCancel()
			.verify(TIMEOUT);
	}

	@Test
	void showsThatItIsStillThere() {
		StepVerifier
			.withVirtualTime(
					() -> events().watch(Duration.ofSeconds(60), Mono.never()).mapNotNull(ServerSentEvent::comment))
			.thenAwait(Duration.ofSeconds(31))
			.expectNext("still here", "still here")
			.thenCancel()
			.verify(TIMEOUT);
	}

	@Test
	void endsWhenTheSessionDoes() {
		TestPublisher<Object> end = TestPublisher.create();

		StepVerifier.withVirtualTime(() -> names(events().watch(SECOND, end.mono())))
			.thenAwait(Duration.ofMillis(100))
			.expectNext("instances")
			.then(() -> end.next("over"))
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void endsWhenTheApplicationStops() {
		VirtualTimeScheduler.getOrSet();
		try {
			CacheEvents events = events();
			StepVerifier.create(names(events.watch(SECOND, Mono.never())))
				.then(() -> events.onApplicationEvent(new ContextClosedEvent(new GenericApplicationContext())))
				.then(() -> VirtualTimeScheduler.get().advanceTimeBy(Duration.ofMillis(1)))
				.expectNext("instances")
				.then(() -> events.onApplicationEvent(new ContextClosedEvent(this.context)))
				.expectComplete()
				.verify(TIMEOUT);
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	@Test
	void skipsForWhoIsSlowWhatIsOldMeanwhile() {
		StepVerifier.withVirtualTime(() -> names(events().watch(SECOND, Mono.never())), 1)
			.thenAwait(Duration.ofMillis(1))
			.expectNext("instances")
			.thenAwait(Duration.ofSeconds(100))
			.thenRequest(Long.MAX_VALUE)
			.expectNextCount(LEFT_FOR_WHO_IS_SLOW)
			.expectNoEvent(Duration.ofMillis(900))
			.thenCancel()
			.verify(TIMEOUT);

		assertThat(this.administration.done()).as("looked meanwhile").hasSizeGreaterThan(90);
	}

	/**
	 * States of half a megabyte, two hundred a second, to somebody who has asked for them
	 * over a connection and reads nothing.
	 */
	@Test
	void keepsLittleForWhoDoesNotReadAndGoesOnWithTheNewest() throws IOException {
		RecordingAdministration many = new RecordingAdministration(CachingReports.of(500));
		Instances instances = new Instances(many, InstanceReports.NONE, "id", "here", Duration.ofMillis(1),
				InstantSource.system());
		CacheEvents events = new CacheEvents(instances, this.trail, this.context, Duration.ofMillis(5));
		AtomicInteger taken = new AtomicInteger();
		HttpHandler handler = RouterFunctions.toHttpHandler(RouterFunctions.route()
			.GET("/",
					(request) -> ServerResponse.ok()
						.body(BodyInserters.fromServerSentEvents(events.watch(Duration.ofMillis(5), Mono.never())
							.doOnNext((event) -> taken.incrementAndGet()))))
			.build());
		DisposableServer server = HttpServer.create().port(0).handle(new ReactorHttpHandlerAdapter(handler)).bindNow();
		try (Socket socket = new Socket("localhost", server.port())) {
			socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
			awaitLooks(many, 400);
			int first = taken.get();
			awaitLooks(many, 800);

			assertThat(taken).as("taken while nobody reads").hasValue(first);
			assertThat(first).isLessThan(150);

			long from = System.currentTimeMillis();
			BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
			String line = Objects.requireNonNull(reader.readLine());
			while (!(line.startsWith("id:i") && Long.parseLong(line.substring("id:i".length())) >= from)) {
				line = Objects.requireNonNull(reader.readLine());
			}
		}
		finally {
			server.disposeNow();
		}
	}

	private static void awaitLooks(RecordingAdministration administration, int looks) {
		await().atMost(TIMEOUT).until(() -> administration.done().size() >= looks);
	}

	private static Flux<String> names(Flux<ServerSentEvent<Object>> events) {
		return events.mapNotNull(ServerSentEvent::event);
	}

}
