package io.freshet.caching.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Announcements of invalidations to a CDN or to Varnish in front.
 *
 * @param url URL of the requests that announce; nothing is announced if not set.
 * @param method Method of these requests: PURGE, BAN or POST.
 * @param header Header field that names the keys, in these requests and in responses.
 * @param headers More header fields of these requests, such as credentials.
 * @param timeout Time that one request may take.
 * @param batchSize Number of keys in one request.
 * @param queueSize Number of keys that may wait; if there are more, everything is
 * announced as invalid in their place.
 * @param gatherFor Time for which a request waits for more keys.
 * @param attempts Number of attempts for one request.
 * @param backoff Time before the second attempt, which doubles each time.
 * @param maxBackoff Longest time between two attempts.
 * @param maxHeaderSize Length of the longest header field that names keys.
 */
@ConfigurationProperties("freshet.caching.announce")
record AnnouncementProperties(URI url, @DefaultValue("PURGE") Method method,
		@DefaultValue("Surrogate-Key") String header, @DefaultValue Map<String, String> headers,
		@DefaultValue("2s") Duration timeout, @DefaultValue("50") int batchSize, @DefaultValue("10000") int queueSize,
		@DefaultValue("20ms") Duration gatherFor, @DefaultValue("8") int attempts,
		@DefaultValue("200ms") Duration backoff, @DefaultValue("30s") Duration maxBackoff,
		@DefaultValue("4KB") DataSize maxHeaderSize) {

	AnnouncementProperties {
		String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
		Assert.isTrue((scheme.equals("http") || scheme.equals("https")) && url.getHost() != null,
				() -> "freshet.caching.announce.url is '" + url + "' but must be an absolute http or https URL");
		Assert.isTrue(header.matches("[A-Za-z0-9-]{1,64}"), () -> "freshet.caching.announce.header is '" + header
				+ "' but must be 1 to 64 letters, digits and hyphens");
		SettingCheck.positive("announce.timeout", timeout);
		SettingCheck.positive("announce.batch-size", batchSize);
		SettingCheck.positive("announce.queue-size", queueSize);
		SettingCheck.positive("announce.gather-for", gatherFor);
		SettingCheck.positive("announce.attempts", attempts);
		SettingCheck.positive("announce.backoff", backoff);
		Assert.isTrue(maxBackoff.compareTo(backoff) >= 0, () -> "freshet.caching.announce.max-backoff is " + maxBackoff
				+ " but must not be shorter than freshet.caching.announce.backoff, which is " + backoff);
		Assert.isTrue(maxHeaderSize.toBytes() >= 256 && maxHeaderSize.toBytes() <= 65_536,
				() -> "freshet.caching.announce.max-header-size is " + maxHeaderSize
						+ " but must be from 256B to 64KB");
	}

	/**
	 * Methods of requests that announce.
	 */
	enum Method {

		/** As many CDNs and caches take it. */
		PURGE,

		/** As Varnish is often configured. */
		BAN,

		/** As an API takes it. */
		POST

	}

}
