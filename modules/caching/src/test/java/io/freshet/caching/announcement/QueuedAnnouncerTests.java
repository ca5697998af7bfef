package io.freshet.caching.announcement;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.WebClient;

import io.freshet.caching.CacheTag;
import io.freshet.caching.announcement.Cdn.Mood;
import io.freshet.caching.announcement.Cdn.Told;
import io.freshet.caching.announcement.HttpAnnouncementSender.Target;
import io.freshet.caching.announcement.QueuedAnnouncer.Settings;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.BackgroundWork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class QueuedAnnouncerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String ALL = "all";

	private final Cdn cdn = new Cdn();

	private final BackgroundWork background = new BackgroundWork(100);

	@AfterEach
	void stop() {
		this.background.close();
		this.cdn.close();
	}

	@Test
	void tellsWhatWasInvalidated() {
		announcer(10, 100, 3).announce(tags("post:1", "tag:a"));

		await().atMost(PATIENCE).until(() -> !this.cdn.told().isEmpty());
		Told told = this.cdn.told().get(0);
		assertThat(told.method()).isEqualTo("PURGE");
		assertThat(told.uri()).isEqualTo("/purge");
		assertThat(told.keys().split(" ")).containsExactlyInAnyOrder("post:1", "tag:a");
		assertThat(told.secret()).isEqualTo("s3cret");
	}

	@Test
	void putsWhatComesTogetherIntoBatches() {
		QueuedAnnouncer announcer = announcer(10, 100, 3);

		IntStream.range(0, 25).forEach((id) -> announcer.announce(tags("post:" + id)));

		await().atMost(PATIENCE).until(() -> announcer.announced() == 25);
		assertThat(this.cdn.told()).hasSize(3).allMatch((told) -> told.keys().split(" ").length <= 10);
		assertThat(this.cdn.keys()).hasSize(25).doesNotHaveDuplicates();
	}

	@Test
	void tellsOnceWhatWaitsAlready() {
		QueuedAnnouncer announcer = announcer(10, 100, 3);

		IntStream.range(0, 25).forEach((any) -> announcer.announce(tags("post:1")));

		await().atMost(PATIENCE).until(() -> announcer.announced() > 0);
		assertThat(this.cdn.keys()).containsExactly("post:1");
	}

	@Test
	void triesAgainUntilItIsHeard() {
		this.cdn.is(Mood.FAILING);
		QueuedAnnouncer announcer = announcer(10, 100, 1000);
		announcer.announce(tags("post:1"));
		await().atMost(PATIENCE).until(() -> this.cdn.told().size() >= 3);

		this.cdn.is(Mood.WELL);

		await().atMost(PATIENCE).until(() -> announcer.announced() == 1);
		assertThat(this.cdn.keys()).containsExactly("post:1");
		assertThat(announcer.dropped()).isZero();
		assertThat(announcer.failures()).isGreaterThanOrEqualTo(3);
		assertThat(announcer.queued()).isZero();
	}

	@Test
	void countsWhatWaits() {
		BackgroundWork busy = new BackgroundWork(1);
		busy.run(Mono.never());
		QueuedAnnouncer announcer = announcer(busy, (keys) -> Mono.empty());

		announcer.announce(tags("post:1", "post:2"));

		assertThat(announcer.queued()).isEqualTo(2);
		busy.close();
	}

	@Test
	void tellsItWhenThereIsRoomInTheBackgroundAgain() {
		BackgroundWork busy = new BackgroundWork(1);
		Sinks.Empty<Void> done = Sinks.empty();
		busy.run(done.asMono());
		List<String> told = new CopyOnWriteArrayList<>();
		QueuedAnnouncer announcer = announcer(busy, (keys) -> Mono.fromRunnable(() -> told.addAll(keys)));
		announcer.announce(tags("post:1"));

		done.emitEmpty(EmitFailureHandler.FAIL_FAST);

		await().atMost(PATIENCE).until(() -> announcer.announced() == 1);
		assertThat(told).containsExactly("post:1");
		busy.close();
	}

	@Test
	void triesAgainIfTheSenderThrows() {
		AtomicInteger attempts = new AtomicInteger();
		QueuedAnnouncer announcer = announcer(this.background, (keys) -> {
			if (attempts.incrementAndGet() <= 2) {
				throw new IllegalStateException("broken");
			}
			return Mono.empty();
		});

		announcer.announce(tags("post:1"));

		await().atMost(PATIENCE).until(() -> announcer.announced() == 1);
		assertThat(announcer.failures()).isEqualTo(2);
	}

	@Test
	void givesUpOnWhoeverDoesNotAnswerAndTellsThatEverythingIsInvalidAfterwards() {
		this.cdn.is(Mood.SILENT);
		QueuedAnnouncer announcer = announcer(10, 100, 2);
		announcer.announce(tags("post:1", "post:2"));
		await().atMost(PATIENCE).until(() -> announcer.dropped() == 2);

		this.cdn.is(Mood.WELL);

		await().atMost(PATIENCE).until(() -> announcer.announced() == 1);
		assertThat(this.cdn.keys()).containsExactly(ALL);
	}

	@Test
	void tellsThatEverythingIsInvalidWhereMoreWaitsThanMay() {
		QueuedAnnouncer announcer = announcer(10, 20, 3);

		IntStream.range(0, 25).forEach((id) -> announcer.announce(tags("post:" + id)));

		await().atMost(PATIENCE).until(() -> announcer.announced() == 1);
		assertThat(this.cdn.keys()).containsExactly(ALL);
		assertThat(announcer.dropped()).isEqualTo(21);
	}

	@Test
	void neitherFailsNorDelaysTheChange() {
		this.cdn.is(Mood.SILENT);
		LocalLedger ledger = new LocalLedger(1_000_000);
		Stamp before = ledger.view().stamp();
		QueuedAnnouncer announcer = announcer(10, 100, 1000);
		TransactionalInvalidator silent = new TransactionalInvalidator(new AnnouncingLedger(ledger, announcer));
		TransactionalInvalidator broken = new TransactionalInvalidator(new AnnouncingLedger(ledger, (any) -> {
			throw new IllegalStateException("broken");
		}));

		silent.invalidate(CacheTag.of("post", 1)).block(PATIENCE);
		broken.invalidate(CacheTag.of("post", 2)).block(PATIENCE);

		assertThat(announcer.announced()).isZero();
		assertThat(ledger.view().isValid(before, "posts:1", List.of(CacheTag.of("post", 1)))).isFalse();
		assertThat(ledger.view().isValid(before, "posts:2", List.of(CacheTag.of("post", 2)))).isFalse();
	}

	@Test
	void isOwnedByTheBackground() {
		BackgroundWork closed = new BackgroundWork(1);
		closed.close();
		QueuedAnnouncer announcer = announcer(closed, (keys) -> {
			throw new AssertionError("Sent " + List.copyOf(keys));
		});

		announcer.announce(tags("post:1"));

		assertThat(closed.running()).isZero();
		assertThat(announcer.announced()).isZero();
	}

	private QueuedAnnouncer announcer(int batch, int queue, int attempts) {
		Target target = new Target(this.cdn.url(), "PURGE", "X-Key", Map.of("X-Secret", "s3cret"),
				Duration.ofMillis(300));
		return new QueuedAnnouncer(
				new Settings(ALL, Duration.ofMillis(200), batch, 4096, queue, attempts, Duration.ofMillis(10),
						Duration.ofMillis(50)),
				Invalidation::tags, new HttpAnnouncementSender(WebClient.create(), target), this.background,
				Schedulers.parallel());
	}

	private static QueuedAnnouncer announcer(BackgroundWork background, AnnouncementSender sender) {
		return new QueuedAnnouncer(
				new Settings(ALL, Duration.ofMillis(1), 1, 4096, 10, 3, Duration.ofMillis(1), Duration.ofMillis(1)),
				Invalidation::tags, sender, background, Schedulers.parallel());
	}

	private static Invalidation tags(String... tags) {
		return Invalidation.ofTags(Arrays.stream(tags).map(CacheTag::new).toList());
	}

}
