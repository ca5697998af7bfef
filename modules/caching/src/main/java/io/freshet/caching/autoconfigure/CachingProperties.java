package io.freshet.caching.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

import io.freshet.caching.http.CacheProfile;
import io.freshet.caching.Consistency;
import io.freshet.caching.store.EntryLimits;

/**
 * Settings of the caches.
 *
 * @param enabled Whether anything is cached.
 * @param namespace Name that sets the keys in Redis apart from those of other
 * applications: lower case letters, digits and hyphens.
 * @param backgroundLimit Number of loads and fills at once from which on loads are not
 * shared and fills are dropped.
 * @param near Near tier.
 * @param shared Shared tier.
 * @param ledger Ledger of invalidations.
 * @param limits Limits of what is kept.
 * @param declaredOnly Whether a cache without settings of its own, below caches, stops
 * the start or, if it is first used later, fails.
 * @param spring Cache abstraction of Spring.
 * @param http Response cache.
 */
@ConfigurationProperties("freshet.caching")
record CachingProperties(@DefaultValue("true") boolean enabled, @DefaultValue("default") String namespace,
		@DefaultValue("10000") int backgroundLimit, @DefaultValue Near near, @DefaultValue Shared shared,
		@DefaultValue Ledger ledger, @DefaultValue Limits limits, @DefaultValue("false") boolean declaredOnly,
		@DefaultValue SpringCache spring, @DefaultValue Http http) {

	CachingProperties {
		Assert.isTrue(namespace.matches("[a-z0-9-]{1,64}"), () -> "freshet.caching.namespace is '" + namespace
				+ "' but must be 1 to 64 lower case letters, digits and hyphens");
		SettingCheck.positive("background-limit", backgroundLimit);
		http.routes().forEach((route) -> {
			if (route.ttl() != null) {
				SettingCheck.lifetime("http.routes[].ttl", route.ttl(), ledger);
			}
			Assert.isTrue(route.maxBodySize().compareTo(limits.maxValueSize()) <= 0,
					() -> "freshet.caching.http.routes[].max-body-size of " + route.pattern() + " is "
							+ route.maxBodySize()
							+ " but must not be above freshet.caching.limits.max-value-size, which is "
							+ limits.maxValueSize());
		});
	}

	/**
	 * Near tier.
	 *
	 * @param maxSize Bytes that it may hold.
	 */
	record Near(@DefaultValue("64MB") DataSize maxSize) {

		Near {
			Assert.isTrue(maxSize.toBytes() > 0, () -> "freshet.caching.near.max-size must be positive");
		}

	}

	/**
	 * Shared tier.
	 *
	 * @param enabled Whether there is one, if the application has Redis.
	 * @param hints Whether instances tell each other over Redis to look at the ledger at
	 * once.
	 * @param timeout Time that one call to Redis may take.
	 * @param requestBudget Time that one request may wait for Redis in all, however many
	 * calls it makes.
	 * @param connectTimeout Time that connecting to Redis may take.
	 * @param deadAfter Time without any answer after which a connection to Redis is
	 * replaced.
	 * @param requestQueue Number of calls that may wait for Redis at once; more are
	 * rejected.
	 * @param compressionThreshold Length of a value from which on it is compressed.
	 * @param breaker Circuit breaker.
	 */
	record Shared(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean hints,
			@DefaultValue("100ms") Duration timeout, @DefaultValue("200ms") Duration requestBudget,
			@DefaultValue("1s") Duration connectTimeout, @DefaultValue("2s") Duration deadAfter,
			@DefaultValue("10000") int requestQueue, @DefaultValue("8KB") DataSize compressionThreshold,
			@DefaultValue Breaker breaker) {

		Shared {
			SettingCheck.positive("shared.timeout", timeout);
			SettingCheck.positive("shared.connect-timeout", connectTimeout);
			Assert.isTrue(requestBudget.compareTo(timeout) >= 0,
					() -> "freshet.caching.shared.request-budget is " + requestBudget
							+ " but must not be shorter than freshet.caching.shared.timeout, which is " + timeout);
			Assert.isTrue(deadAfter.compareTo(timeout) > 0, () -> "freshet.caching.shared.dead-after is " + deadAfter
					+ " but must be longer than freshet.caching.shared.timeout, which is " + timeout);
			SettingCheck.positive("shared.request-queue", requestQueue);
			SettingCheck.lengthOfArray("shared.compression-threshold", compressionThreshold);
		}

	}

	/**
	 * Circuit breaker in front of the shared tier.
	 *
	 * @param window Number of calls that are looked at.
	 * @param minimumCalls Number of calls below which it never opens.
	 * @param failureRate Percentage of failed, or of slow, calls from which on it opens.
	 * @param slowCall Time from which on a call counts as slow.
	 * @param openFor Time that it stays open before it lets trial calls through.
	 * @param trialCalls Number of trial calls.
	 */
	record Breaker(@DefaultValue("50") int window, @DefaultValue("10") int minimumCalls,
			@DefaultValue("50") float failureRate, @DefaultValue("50ms") Duration slowCall,
			@DefaultValue("2s") Duration openFor, @DefaultValue("5") int trialCalls) {

		Breaker {
			SettingCheck.positive("shared.breaker.window", window);
			SettingCheck.positive("shared.breaker.minimum-calls", minimumCalls);
			Assert.isTrue(minimumCalls <= window,
					() -> "freshet.caching.shared.breaker.minimum-calls is " + minimumCalls
							+ " but must not be above freshet.caching.shared.breaker.window, which is " + window);
			Assert.isTrue(failureRate > 0 && failureRate <= 100, () -> "freshet.caching.shared.breaker.failure-rate is "
					+ failureRate + " but must be above 0 and at most 100");
			SettingCheck.positive("shared.breaker.slow-call", slowCall);
			SettingCheck.positive("shared.breaker.open-for", openFor);
			SettingCheck.positive("shared.breaker.trial-calls", trialCalls);
		}

	}

	/**
	 * Ledger of invalidations.
	 *
	 * @param stalenessBound Longest time after an acknowledged write in which another
	 * instance may still answer with the old value.
	 * @param interval Interval at which the ledger is read.
	 * @param timeout Time that reading it may take before another connection is made.
	 * @param retention Age from which on its rows are deleted; no entry may live longer.
	 * @param pruneInterval Interval at which they are.
	 * @param viewSize Bytes that what each instance remembers of it may take.
	 * @param migrate Whether the library makes its table with Flyway.
	 */
	record Ledger(@DefaultValue("250ms") Duration stalenessBound, @DefaultValue("100ms") Duration interval,
			@DefaultValue("2s") Duration timeout, @DefaultValue("1h") Duration retention,
			@DefaultValue("1m") Duration pruneInterval, @DefaultValue("32MB") DataSize viewSize,
			@DefaultValue("true") boolean migrate) {

		/** Bytes that a row with a single short tag takes in the view. */
		private static final int ROW_WEIGHT = 200;

		Ledger {
			SettingCheck.positive("ledger.interval", interval);
			SettingCheck.positive("ledger.timeout", timeout);
			SettingCheck.positive("ledger.retention", retention);
			SettingCheck.positive("ledger.prune-interval", pruneInterval);
			Assert.isTrue(viewSize.toBytes() >= ROW_WEIGHT, () -> "freshet.caching.ledger.view-size is " + viewSize
					+ " but must be at least " + ROW_WEIGHT + "B");
			Assert.isTrue(interval.compareTo(stalenessBound) < 0, () -> "freshet.caching.ledger.interval is " + interval
					+ " but must be shorter than freshet.caching.ledger.staleness-bound, which is " + stalenessBound);
		}

		/** Number of rows that are worth reading at the start: the view holds no more. */
		int rowsInView() {
			return (int) Math.min(Integer.MAX_VALUE, this.viewSize.toBytes() / ROW_WEIGHT);
		}

	}

	/**
	 * Limits of what is kept. What exceeds one is answered and counted, but not kept.
	 *
	 * @param maxValueSize Length of an encoded value, before compression, above which it
	 * is not kept.
	 * @param maxTags Number of tags above which an entry is not kept.
	 */
	record Limits(@DefaultValue("8MB") DataSize maxValueSize, @DefaultValue("1000") int maxTags) {

		private static final DataSize LARGEST_VALUE = DataSize.ofMegabytes(256);

		private static final int MOST_TAGS = 100_000;

		Limits {
			Assert.isTrue(maxValueSize.toBytes() > 0 && maxValueSize.compareTo(LARGEST_VALUE) <= 0,
					() -> "freshet.caching.limits.max-value-size is " + maxValueSize
							+ " but must be above 0 and at most 256MB");
			Assert.isTrue(maxTags > 0 && maxTags <= MOST_TAGS,
					() -> "freshet.caching.limits.max-tags is " + maxTags + " but must be from 1 to " + MOST_TAGS);
		}

		EntryLimits forEntries() {
			return new EntryLimits((int) this.maxValueSize.toBytes(), this.maxTags);
		}

	}

	/**
	 * Cache abstraction of Spring.
	 *
	 * @param enabled Whether the cache annotations of Spring use these caches, where they
	 * are enabled and the application has no cache manager of its own.
	 */
	record SpringCache(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * Response cache.
	 *
	 * @param enabled Whether responses are cached.
	 * @param inFront Whether Reactor Netty itself answers hits that are in memory, in
	 * front of WebFlux with its filters and observations.
	 * @param cacheControl What cached routes tell their clients in Cache-Control, if
	 * their handlers say nothing.
	 * @param routes Routes whose responses are cached; the first one that matches counts.
	 * @param exclude Path patterns whose responses are never cached.
	 */
	record Http(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean inFront,
			@DefaultValue("max-age=0, must-revalidate") String cacheControl, @DefaultValue List<Route> routes,
			@DefaultValue List<String> exclude) {

		Http {
			exclude.forEach((pattern) -> SettingCheck.path("http.exclude[]", pattern));
		}

	}

	/**
	 * Route whose responses are cached.
	 *
	 * @param pattern Path pattern, for example /api/things/**.
	 * @param profile Rules that decide: safe for routes of the application itself,
	 * standard in front of an origin whose header fields say what may be cached.
	 * @param ttl Lifetime of a response, whatever its header fields say; 5m where the
	 * profile is safe, and otherwise what the fields say.
	 * @param query Query parameters that the answer may depend on, all if not set; the
	 * handler does not see any other.
	 * @param statuses Status codes of responses that are kept; 200 where the profile is
	 * safe, and otherwise all that may be.
	 * @param keyedHeaders Request header fields that the answer may depend on; Accept
	 * where the profile is safe, and otherwise those that a response names in Vary.
	 * @param ignoreCookies Whether a request with cookies is answered from the cache; the
	 * handler then does not see them.
	 * @param ignoreClientDirectives Whether requests for a new answer (no-cache,
	 * no-store, max-age) are answered as any other.
	 * @param principalScoped Whether each principal has responses of their own.
	 * @param maxBodySize Length of a body above which a response is not kept.
	 * @param keepStale Time for which a response that is not fresh any more is kept, to
	 * be validated or served when the handler fails; 1h where the profile is standard.
	 * @param targetedFields Header fields that count instead of Cache-Control, the most
	 * specific one first.
	 * @param invalidateOnUnsafe Whether POST, PUT, PATCH, DELETE and what else is not
	 * known to be safe invalidates the responses of the same path.
	 * @param compressionThreshold Length of a body from which on it is kept compressed,
	 * for all who accept gzip; never if not set.
	 * @param consistency What comes first while the ledger cannot be read.
	 * @param failSafe Time for which responses are served meanwhile, if that is an
	 * answer.
	 */
	record Route(String pattern, @DefaultValue("safe") CacheProfile profile, @Nullable Duration ttl,
			@Nullable Set<String> query, @Nullable Set<Integer> statuses, @Nullable List<String> keyedHeaders,
			@Nullable Boolean ignoreCookies, @DefaultValue("false") boolean ignoreClientDirectives,
			@DefaultValue("false") boolean principalScoped, @DefaultValue("1MB") DataSize maxBodySize,
			@Nullable Duration keepStale, @Nullable List<String> targetedFields,
			@DefaultValue("true") boolean invalidateOnUnsafe, @Nullable DataSize compressionThreshold,
			@Nullable Consistency consistency, @Nullable Duration failSafe) {

		Route {
			SettingCheck.path("http.routes[].pattern", pattern);
			Assert.isTrue(statuses == null || (!statuses.isEmpty() && statuses.stream().allMatch(Route::isKeepable)),
					() -> "freshet.caching.http.routes[].statuses of " + pattern + " is " + statuses
							+ " but must be final status codes other than 206 and 304");
			SettingCheck.lengthOfArray("http.routes[].max-body-size", maxBodySize);
			if (compressionThreshold != null) {
				SettingCheck.lengthOfArray("http.routes[].compression-threshold", compressionThreshold);
			}
			if (failSafe != null) {
				SettingCheck.positive("http.routes[].fail-safe", failSafe);
			}
			Assert.isTrue(keepStale == null || !keepStale.isNegative(),
					() -> "freshet.caching.http.routes[].keep-stale of " + pattern + " is " + keepStale
							+ " but must not be negative");
		}

		private static boolean isKeepable(int status) {
			return status >= 200 && status < 600 && status != 206 && status != 304;
		}

	}

}
