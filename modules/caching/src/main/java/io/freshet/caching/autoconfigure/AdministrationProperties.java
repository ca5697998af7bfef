package io.freshet.caching.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

import io.freshet.caching.CacheName;
import io.freshet.caching.administration.PreviewPolicy;

/**
 * Administration of the caches.
 *
 * @param instanceName Name of this instance as people see it; the host and the process
 * identifier if not set.
 * @param reportInterval Interval at which an instance tells the others how it does.
 * @param reportExpiry Age of the last report from which on an instance counts as gone.
 * @param censusInterval Interval at which one instance counts what Redis holds.
 * @param preview How much of the values of caches administrators see: hidden, shape or
 * full.
 * @param previews The same for single caches, by name.
 * @param advice Advice on sizes and lifetimes.
 */
@ConfigurationProperties("freshet.caching.administration")
record AdministrationProperties(@Nullable String instanceName, @DefaultValue("2s") Duration reportInterval,
		@DefaultValue("30s") Duration reportExpiry, @DefaultValue("1m") Duration censusInterval,
		@DefaultValue("shape") PreviewPolicy preview, @DefaultValue Map<String, PreviewPolicy> previews,
		@DefaultValue Advice advice) {

	private static final Duration SHORTEST_CENSUS_INTERVAL = Duration.ofSeconds(10);

	AdministrationProperties {
		Assert.isTrue(instanceName == null || instanceName.matches("[\\x21-\\x7e]{1,100}"),
				() -> "freshet.caching.administration.instance-name is '" + instanceName
						+ "' but must be 1 to 100 visible characters of ASCII");
		SettingCheck.positive("administration.report-interval", reportInterval);
		Assert.isTrue(reportExpiry.compareTo(reportInterval) > 0 && reportExpiry.toSeconds() > 0,
				() -> "freshet.caching.administration.report-expiry is " + reportExpiry
						+ " but must be at least a second, and longer than"
						+ " freshet.caching.administration.report-interval, which is " + reportInterval);
		Assert.isTrue(censusInterval.compareTo(SHORTEST_CENSUS_INTERVAL) >= 0,
				() -> "freshet.caching.administration.census-interval is " + censusInterval
						+ " but must not be shorter than " + SHORTEST_CENSUS_INTERVAL);
		previews.keySet().forEach(CacheName::of);
	}

	/**
	 * Advice on sizes and lifetimes.
	 *
	 * @param enabled Whether accesses are sampled for it.
	 * @param keys Number of keys in the sample.
	 */
	record Advice(@DefaultValue("false") boolean enabled, @DefaultValue("8192") int keys) {

		private static final int MOST_KEYS = 1_000_000;

		Advice {
			Assert.isTrue(keys > 0 && keys <= MOST_KEYS, () -> "freshet.caching.administration.advice.keys is " + keys
					+ " but must be from 1 to " + MOST_KEYS);
		}

	}

	PreviewPolicy previewOf(CacheName cache) {
		return this.previews.getOrDefault(cache.value(), this.preview);
	}

	String nameOfThisInstance() {
		String set = this.instanceName;
		return (set != null) ? set : hostName() + "/" + ProcessHandle.current().pid();
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

}
