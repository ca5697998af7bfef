package io.freshet.caching;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CachePolicyTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@Test
	void servesNothingStaleAndRemembersNothingElseUnlessToldTo() {
		CachePolicy policy = CachePolicy.ttl(MINUTE).build();

		assertThat(policy.hardTtl()).isEqualTo(MINUTE);
		assertThat(policy.negativeTtl()).isZero();
		assertThat(policy.failSafe()).isZero();
		assertThat(policy.remembers(new IOException())).isFalse();
		assertThat(policy.refreshAhead().isOff()).isTrue();
		assertThat(policy.softTimeout()).isNull();
		assertThat(policy.hardTimeout()).isNull();
		assertThat(policy.lease()).isNull();
		assertThat(policy.retryAfter()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void hardLifetimeFollowsTheLifetimeUnlessItWasSet() {
		assertThat(CachePolicy.ttl(MINUTE).build().toBuilder().ttl(Duration.ofMinutes(3)).build().hardTtl())
			.isEqualTo(Duration.ofMinutes(3));
		assertThat(CachePolicy.ttl(MINUTE)
			.hardTtl(Duration.ofMinutes(5))
			.build()
			.toBuilder()
			.ttl(Duration.ofMinutes(3))
			.build()
			.hardTtl()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void anotherLifetimeKeepsTheTimeBetweenSoftAndHardExpiry() {
		CachePolicy policy = CachePolicy.ttl(MINUTE).hardTtl(Duration.ofMinutes(5)).build();

		assertThat(policy.withTtl(Duration.ofMinutes(10)).hardTtl()).isEqualTo(Duration.ofMinutes(14));
	}

	@Test
	void keepsEverySettingInItsBuilder() {
		CachePolicy policy = CachePolicy.ttl(MINUTE)
			.hardTtl(Duration.ofMinutes(2))
			.tti(Duration.ofSeconds(3))
			.jitter(0.5)
			.negativeTtl(Duration.ofSeconds(4))
			.errorTtl(Duration.ofSeconds(5))
			.cachedErrors(Set.of(IOException.class))
			.refreshAhead(new RefreshAhead(0.8, 2))
			.softTimeout(Duration.ofMillis(6))
			.hardTimeout(Duration.ofMillis(7))
			.retryAfter(Duration.ofSeconds(8))
			.failSafe(Duration.ofSeconds(9))
			.lease(LeasePolicy.of(Duration.ofSeconds(10)))
			.stalenessSampling(0.01)
			.build();

		assertThat(policy.toBuilder().build()).isEqualTo(policy);
		assertThat(policy).hasNoNullFieldsOrProperties();
	}

	@Test
	void remembersTheErrorsThatItNamesAndTheirSubclasses() {
		CachePolicy policy = CachePolicy.ttl(MINUTE).errorTtl(MINUTE).cachedErrors(Set.of(IOException.class)).build();

		assertThat(policy.remembers(new FileNotFoundException())).isTrue();
		assertThat(policy.remembers(new UncheckedIOException(new IOException()))).isFalse();
		assertThat(policy.toBuilder().errorTtl(Duration.ZERO).build().remembers(new IOException())).isFalse();
	}

	@Test
	void refusesWhatIsOutOfRange() {
		refuses(CachePolicy.ttl(MINUTE).stalenessSampling(1.5), "Staleness sampling 1.5 must be from 0 to 1");
		refuses(CachePolicy.ttl(Duration.ZERO), "Lifetime PT0S must be at least one millisecond");
		refuses(CachePolicy.ttl(MINUTE).hardTtl(Duration.ofSeconds(59)),
				"Hard lifetime PT59S must not be shorter than the lifetime, which is PT1M");
		refuses(CachePolicy.ttl(MINUTE).tti(Duration.ZERO), "Idle time PT0S");
		refuses(CachePolicy.ttl(MINUTE).jitter(1.1), "Jitter 1.1 must be from 0 to 1");
		refuses(CachePolicy.ttl(MINUTE).jitter(Double.NaN), "Jitter NaN");
		refuses(CachePolicy.ttl(MINUTE).negativeTtl(Duration.ofSeconds(-1)), "Negative lifetime PT-1S");
		refuses(CachePolicy.ttl(MINUTE).errorTtl(Duration.ofSeconds(-1)), "Lifetime of an error PT-1S");
		refuses(CachePolicy.ttl(MINUTE).softTimeout(Duration.ofSeconds(-1)), "Soft timeout PT-1S");
		refuses(CachePolicy.ttl(MINUTE).hardTimeout(Duration.ZERO), "Hard timeout PT0S");
		refuses(CachePolicy.ttl(MINUTE).retryAfter(Duration.ofSeconds(-1)), "Time to the next try PT-1S");
		refuses(CachePolicy.ttl(MINUTE).failSafe(Duration.ofSeconds(-1)), "Fail-safe time PT-1S");
		assertThatIllegalArgumentException().isThrownBy(() -> RefreshAhead.fromAge(0))
			.withMessageContaining("Refresh-ahead age 0.0 must be above 0");
		assertThatIllegalArgumentException().isThrownBy(() -> RefreshAhead.withBeta(-1))
			.withMessageContaining("Refresh-ahead beta -1.0 must be 0 or more");
		assertThatIllegalArgumentException().isThrownBy(() -> LeasePolicy.of(Duration.ZERO))
			.withMessageContaining("Lease duration PT0S");
	}

	private static void refuses(CachePolicyBuilder builder, String message) {
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(message);
	}

}
