package io.freshet.loadtests;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Where the load goes and how much of it there is. Times are written as {@code 30s},
 * {@code 2m} or {@code 0.1s}.
 *
 * @param url where the instance answers, {@code freshet.url}
 * @param users how many users there are at the same time, {@code freshet.users}
 * @param duration how long they go on, {@code freshet.duration}
 * @param pause how long a user thinks between two requests on average,
 * {@code freshet.pause}
 * @param p99 the time in which 99 of 100 requests must be answered, {@code freshet.p99}
 * @param token an administrator's token, {@code freshet.token}; {@code null} to have the
 * development issuer make one
 */
record Settings(URI url, int users, Duration duration, Duration pause, Duration p99, @Nullable String token) {

	static Settings ofSystemProperties() {
		return new Settings(URI.create(System.getProperty("freshet.url", "http://localhost:8080")),
				Integer.getInteger("freshet.users", 20), duration("freshet.duration", "30s"),
				duration("freshet.pause", "0.1s"), duration("freshet.p99", "2s"), System.getProperty("freshet.token"));
	}

	private static Duration duration(String property, String defaultValue) {
		return Duration.parse("PT" + System.getProperty(property, defaultValue));
	}

	/**
	 * Users come one after the other, not all in the first millisecond. In whole seconds:
	 * with less than one Gatling ends before anybody came.
	 */
	Duration rampUp() {
		return Duration.ofSeconds(Math.max(1, this.duration.toSeconds() / 10));
	}

}
