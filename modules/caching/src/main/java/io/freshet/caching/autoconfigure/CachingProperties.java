package io.freshet.caching.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.http.RoutePolicy;

/**
 * Settings of the caches.
 *
 * @param enabled Whether anything is cached.
 * @param namespace Name that sets the keys in Redis apart from those of other
 * applications: lower case letters, digits and hyphens.
 * @param ttl Lifetime of an entry, for caches without a setting of their own.
 * @param negativeTtl Lifetime of the knowledge that there is no value, for caches without
 * a setting of their own; zero if that is not to be remembered.
 * @param backgroundLimit Number of loads and fills at once from which on loads are not
 * shared and fills are dropped.
 * @param near Near tier.
 * @param shared Shared tier.
 * @param ledger Ledger of invalidations.
 * @param caches Settings of single caches, by name.
 * @param http Response cache.
 */
@ConfigurationProperties("freshet.caching")
record CachingProperties(@DefaultValue("true") boolean enabled, @DefaultValue("default") String namespace,
		@DefaultValue("5m") Duration ttl, @DefaultValue("30s") Duration negativeTtl,
		@DefaultValue("10000") int backgroundLimit, @DefaultValue Near near, @DefaultValue Shared shared,
		@DefaultValue Ledger ledger, @DefaultValue Map<String, Cache> caches, @DefaultValue Http http) {

	CachingProperties {
		Assert.isTrue(namespace.matches("[a-z0-9-]{1,64}"), () -> "freshet.caching.namespace is '" + namespace
				+ "' but must be 1 to 64 lower case letters, digits and hyphens");
		checkLifetime("freshet.caching.ttl", ttl, ledger);
		checkLifetime("freshet.caching.negative-ttl", negativeTtl, ledger);
		caches.forEach((name, cache) -> cache.check(name, ledger));
		http.routes().forEach((route) -> checkLifetime("freshet.caching.http.routes[].ttl", route.ttl(), ledger));
	}

	private static void checkLifetime(String property, @Nullable Duration ttl, Ledger ledger) {
		Assert.isTrue(ttl == null || ttl.compareTo(ledger.retention()) <= 0,
				() -> property + " is " + ttl
						+ " but must not be longer than freshet.caching.ledger.retention, which is "
						+ ledger.retention() + ": entries could not be judged any more");
	}

	CachePolicy policy(CacheName name) {
		Cache cache = this.caches.get(name.value());
		Duration ownTtl = (cache != null) ? cache.ttl() : null;
		Duration ownNegativeTtl = (cache != null) ? cache.negativeTtl() : null;
		return new CachePolicy((ownTtl != null) ? ownTtl : this.ttl,
				(ownNegativeTtl != null) ? ownNegativeTtl : this.negativeTtl);
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
	 * @param timeout Time that one call to Redis may take.
	 * @param connectTimeout Time that connecting to Redis may take.
	 * @param requestQueue Number of calls that may wait for Redis at once; more are
	 * rejected.
	 * @param compressionThreshold Length of a value from which on it is compressed.
	 * @param breaker Circuit breaker.
	 */
	record Shared(@DefaultValue("true") boolean enabled, @DefaultValue("100ms") Duration timeout,
			@DefaultValue("1s") Duration connectTimeout, @DefaultValue("10000") int requestQueue,
			@DefaultValue("8KB") DataSize compressionThreshold, @DefaultValue Breaker breaker) {
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
	 * @param capacity Number of invalidated tags that each instance remembers.
	 * @param migrate Whether the library makes its table with Flyway.
	 */
	record Ledger(@DefaultValue("250ms") Duration stalenessBound, @DefaultValue("100ms") Duration interval,
			@DefaultValue("2s") Duration timeout, @DefaultValue("1h") Duration retention,
			@DefaultValue("1m") Duration pruneInterval, @DefaultValue("100000") int capacity,
			@DefaultValue("true") boolean migrate) {

		Ledger {
			Assert.isTrue(interval.compareTo(stalenessBound) < 0, () -> "freshet.caching.ledger.interval is " + interval
					+ " but must be shorter than freshet.caching.ledger.staleness-bound, which is " + stalenessBound);
		}

	}

	/**
	 * Settings of one cache.
	 *
	 * @param ttl Lifetime of an entry.
	 * @param negativeTtl Lifetime of the knowledge that there is no value; zero if that
	 * is not to be remembered.
	 */
	record Cache(@Nullable Duration ttl, @Nullable Duration negativeTtl) {

		void check(String name, Ledger ledger) {
			CacheName.of(name);
			checkLifetime("freshet.caching.caches." + name + ".ttl", this.ttl, ledger);
			checkLifetime("freshet.caching.caches." + name + ".negative-ttl", this.negativeTtl, ledger);
		}

	}

	/**
	 * Response cache.
	 *
	 * @param enabled Whether responses are cached.
	 * @param cacheControl What cached routes tell their clients in Cache-Control, if
	 * their handlers say nothing.
	 * @param routes Routes whose responses are cached; the first one that matches counts.
	 * @param exclude Path patterns whose responses are never cached.
	 */
	record Http(@DefaultValue("true") boolean enabled, @DefaultValue("max-age=0, must-revalidate") String cacheControl,
			@DefaultValue List<Route> routes, @DefaultValue List<String> exclude) {
	}

	/**
	 * Route whose responses are cached.
	 *
	 * @param pattern Path pattern, for example /api/things/**.
	 * @param ttl Lifetime of a response.
	 * @param query Query parameters that the answer may depend on, all if not set; the
	 * handler does not see any other.
	 * @param statuses Status codes of responses that are kept.
	 * @param keyedHeaders Request header fields that the answer may depend on.
	 * @param ignoreCookies Whether a request with cookies is answered from the cache; the
	 * handler then does not see them.
	 * @param maxBodySize Length of a body above which a response is not kept.
	 */
	record Route(String pattern, @DefaultValue("5m") Duration ttl, @Nullable Set<String> query,
			@DefaultValue("200") Set<Integer> statuses, @DefaultValue("Accept") List<String> keyedHeaders,
			@DefaultValue("false") boolean ignoreCookies, @DefaultValue("1MB") DataSize maxBodySize) {

		Route {
			Assert.isTrue(pattern.startsWith("/"),
					() -> "freshet.caching.http.routes[].pattern is '" + pattern + "' but must begin with a slash");
			Assert.isTrue(ttl.toMillis() > 0,
					() -> "freshet.caching.http.routes[].ttl of " + pattern + " is " + ttl + " but must be positive");
		}

		RoutePolicy policy() {
			return new RoutePolicy(this.ttl, this.query, this.statuses, this.keyedHeaders, this.ignoreCookies,
					this.maxBodySize.toBytes());
		}

	}

}
