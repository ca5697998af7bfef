package io.freshet.admin.web;

import java.time.Duration;
import java.time.InstantSource;

import io.freshet.admin.audit.AuditAction;
import io.freshet.admin.audit.AuditOutcome;
import io.freshet.caching.administration.InstanceReports;
import io.freshet.caching.administration.Instances;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what those see who watch.
 */
class CacheEventsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

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

	private static Flux<String> names(Flux<ServerSentEvent<Object>> events) {
		return events.mapNotNull(ServerSentEvent::event);
	}

}
