package io.freshet.caching.administration;

import java.time.Duration;
import java.time.InstantSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.freshet.caching.administration.SharedTierInspector.Inspected;
import io.freshet.caching.redis.RedisFixture;
import io.freshet.caching.redis.RedisStore;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.resilience.SharedTierBreaker;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Redis that was away when the application started, and still is.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisInspectorIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final RedisServer server = RedisServer.fresh();

	private final RedisFixture redis = unreachable();

	private final RedisStore store = this.redis.store(InstantSource.system(), CacheRecorder.NONE);

	private final GuardedStore guarded = new GuardedStore(this.store,
			SharedTierBreaker
				.of(new SharedTierBreaker.Settings(20, 10, 50, Duration.ofSeconds(5), Duration.ofMillis(300), 2)),
			RedisFixture.CALL_TIMEOUT);

	private final RedisInspector inspector = new RedisInspector(this.store, this.guarded, this.redis.census(this.store),
			this.redis.search());

	private RedisFixture unreachable() {
		this.server.kill();
		return RedisFixture.on(this.server);
	}

	@AfterEach
	void close() {
		this.redis.close();
		this.server.close();
	}

	@Test
	void saysThatNothingIsKnownAndLeavesNoErrorsInTheLog(CapturedOutput output) {
		Inspected inspected = this.inspector.inspect().block(PATIENCE);
		Inspected glance = this.inspector.glance().block(PATIENCE);

		assertThat(inspected).isNotNull();
		assertThat(inspected.report().server()).isNull();
		assertThat(glance).isNotNull();
		assertThat(glance.report().server()).isNull();
		assertThat(output).doesNotContain("onErrorDropped");
	}

}
