package io.freshet.caching.method;

import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

import io.freshet.caching.CachePolicy;
import io.freshet.caching.Cached;
import io.freshet.caching.LeasePolicy;
import io.freshet.caching.RefreshAhead;

import static org.assertj.core.api.Assertions.assertThat;

class CachedSettingsTests {

	private static final CachePolicy COMMON = CachePolicy.ttl(Duration.ofMinutes(5))
		.hardTtl(Duration.ofMinutes(15))
		.jitter(0.1)
		.lease(new LeasePolicy(Duration.ofSeconds(30), Duration.ofSeconds(3)))
		.build();

	@Test
	void areThoseOfTheCacheUnlessSet() {
		assertThat(policyOf("plain")).isEqualTo(COMMON);
	}

	@Test
	void areThoseOfTheAnnotation() {
		assertThat(policyOf("ofItsOwn")).isEqualTo(CachePolicy.ttl(Duration.ofSeconds(3))
			.hardTtl(Duration.ofMinutes(1))
			.tti(Duration.ofHours(1))
			.jitter(0.2)
			.negativeTtl(Duration.ofSeconds(1))
			.errorTtl(Duration.ofSeconds(2))
			.cachedErrors(Set.of(IllegalStateException.class))
			.softTimeout(Duration.ZERO)
			.hardTimeout(Duration.ofSeconds(10))
			.refreshAhead(new RefreshAhead(0.5, 2))
			.retryAfter(Duration.ofSeconds(4))
			.failSafe(Duration.ofMinutes(9))
			.stalenessSampling(0.25)
			.lease(new LeasePolicy(Duration.ofSeconds(6), Duration.ofSeconds(7)))
			.build());
	}

	@Test
	void ofALeaseMayComeFromBoth() {
		assertThat(policyOf("heldForLonger").lease())
			.isEqualTo(new LeasePolicy(Duration.ofMinutes(1), Duration.ofSeconds(3)));
		assertThat(policyOf("waitingForLonger").lease())
			.isEqualTo(new LeasePolicy(Duration.ofSeconds(30), Duration.ofSeconds(9)));
	}

	private static CachePolicy policyOf(String method) {
		Cached cached = AnnotationUtils.findAnnotation(ReflectionUtils.findMethod(Methods.class, method), Cached.class);
		return CachedSettings.of(cached).apply(COMMON);
	}

	static class Methods {

		@Cached(cache = "plain")
		Mono<String> plain() {
			return Mono.just("");
		}

		@Cached(cache = "own", ttl = "3s", hardTtl = "1m", tti = "1h", jitter = "0.2", negativeTtl = "1s",
				errorTtl = "2s", cachedErrors = IllegalStateException.class, softTimeout = "0s", hardTimeout = "10s",
				refreshAheadAge = "0.5", refreshAheadBeta = "2", retryAfter = "4s", failSafe = "9m",
				stalenessSampling = "0.25", lease = "6s", leaseMaxWait = "7s")
		Mono<String> ofItsOwn() {
			return Mono.just("");
		}

		@Cached(cache = "held", lease = "1m")
		Mono<String> heldForLonger() {
			return Mono.just("");
		}

		@Cached(cache = "waiting", leaseMaxWait = "9s")
		Mono<String> waitingForLonger() {
			return Mono.just("");
		}

	}

}
