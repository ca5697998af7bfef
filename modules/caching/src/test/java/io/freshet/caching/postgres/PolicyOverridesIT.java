package io.freshet.caching.postgres;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.freshet.caching.CacheName;
import io.freshet.caching.load.PolicyOverride;
import io.freshet.caching.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Changes of caches while they run, on two instances.
 */
@ExtendWith(OutputCaptureExtension.class)
class PolicyOverridesIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final CacheName POSTS = CacheName.of("posts");

	private static final PolicyOverride OFF = new PolicyOverride(false, null);

	private final LedgerFixture fixture = LedgerFixture.on(PostgresServer.shared());

	private final Instance here = new Instance();

	private final Instance there = new Instance();

	@AfterEach
	void stop() {
		this.here.following.dispose();
		this.there.following.dispose();
		this.fixture.close();
	}

	@Test
	void holdInThisInstanceAtOnceAndInTheOthersSoon() {
		change(POSTS, OFF);

		assertThat(this.here.overrides.of(POSTS)).isEqualTo(OFF);
		assertThat(this.here.overrides.of(CacheName.of("tags"))).isEqualTo(PolicyOverride.NONE);
		await().atMost(TIMEOUT).until(() -> this.there.overrides.of(POSTS).equals(OFF));
	}

	@Test
	void replaceWhatWasChangedBefore() {
		change(POSTS, OFF);
		change(POSTS, new PolicyOverride(true, Duration.ofMillis(1500)));

		await().atMost(TIMEOUT)
			.until(() -> this.there.overrides.of(POSTS).equals(new PolicyOverride(true, Duration.ofMillis(1500))));
		change(POSTS, PolicyOverride.NONE);
		await().atMost(TIMEOUT).until(() -> this.there.overrides.all().isEmpty());
		assertThat(this.here.overrides.all()).isEmpty();
	}

	@Test
	void areThereForAnInstanceThatStartsLater() {
		change(POSTS, OFF);

		Instance later = new Instance();

		await().atMost(TIMEOUT).until(() -> later.overrides.of(POSTS).equals(OFF));
		later.following.dispose();
	}

	@Test
	void comeWithARowOfTheLedgerInOneTransaction() {
		change(POSTS, OFF);

		assertThat(this.fixture.ask("""
				select count(*) from cache_setting s, cache_invalidation i
				 where s.xmin::text = i.xid::text""")).isEqualTo("1");
	}

	@Test
	void mayBeWrittenWithSqlBesideARowOfTheLedger() {
		this.fixture.execute("insert into cache_setting (cache, enabled) values ('posts', false)");
		this.fixture.execute("insert into cache_invalidation (tags) values ('{freshet:cache-setting}')");

		await().atMost(TIMEOUT).until(() -> this.there.overrides.of(POSTS).equals(OFF));
	}

	@Test
	void leaveOutWhatNobodyCouldHaveChanged(CapturedOutput output) {
		this.fixture.execute("insert into cache_setting (cache, enabled) values ('No Name', false)");
		change(POSTS, OFF);

		assertThat(this.here.overrides.all()).containsOnlyKeys(POSTS);
		assertThat(output).contains("A row of cache_setting is left out");
	}

	@Test
	void areTriedAgainIfTheyCannotBeRead(CapturedOutput output) {
		this.fixture.execute("alter table cache_setting rename to hidden");
		this.fixture.execute("insert into cache_invalidation (tags) values ('{freshet:cache-setting}')");
		await().atMost(TIMEOUT).until(() -> output.getAll().contains("cannot be read and hold as they are known"));

		this.fixture.execute("insert into hidden (cache, enabled) values ('posts', false)");
		this.fixture.execute("alter table hidden rename to cache_setting");

		await().atMost(TIMEOUT).until(() -> this.there.overrides.of(POSTS).equals(OFF));
	}

	@Test
	void failIfTheyCannotBeWritten() {
		this.fixture.execute("drop table cache_setting");

		StepVerifier.create(this.here.overrides.change(POSTS, OFF)).expectError().verify(TIMEOUT);

		assertThat(this.here.overrides.of(POSTS)).isEqualTo(PolicyOverride.NONE);
		assertThat(this.fixture.rows()).as("no mark either").isZero();
	}

	private void change(CacheName cache, PolicyOverride override) {
		StepVerifier.create(this.here.overrides.change(cache, override)).expectComplete().verify(TIMEOUT);
	}

	/** One process. */
	private final class Instance {

		private final PostgresPolicyOverrides overrides;

		private final Disposable following;

		Instance() {
			this.overrides = new PostgresPolicyOverrides(
					PolicyOverridesIT.this.fixture.clientOn(PolicyOverridesIT.this.fixture.connections()),
					PolicyOverridesIT.this.fixture.instance());
			this.following = this.overrides.follow().subscribe();
		}

	}

}
