package io.freshet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the stream of events of a real instance ends.
 */
@Timeout(120)
class EventStreamIT {

	private static final String EVENTS = "/api/v1/cache/events";

	private static final Duration LIFETIME = Duration.ofSeconds(8);

	@Test
	void endsWhenTheTokenExpiresThatOpenedIt() throws IOException {
		try (Instance instance = Instance.start(Instance.newServers(),
				"freshet.security.token-lifetime=" + LIFETIME.toSeconds() + "s")) {
			Instant before = Instant.now();
			InputStream events = instance.open(EVENTS, instance.token()).body();

			String all = new String(events.readAllBytes(), StandardCharsets.UTF_8);

			assertThat(all).contains("event:instances");
			// The time in a token has no fractions of seconds.
			assertThat(Duration.between(before, Instant.now())).isBetween(LIFETIME.minusSeconds(2),
					LIFETIME.plusSeconds(15));
		}
	}

	@Test
	void doesNotHoldUpAnInstanceThatIsToStop() throws IOException {
		Instance instance = Instance.start(Instance.newServers(), "spring.lifecycle.timeout-per-shutdown-phase=60s");
		String token = instance.token();
		InputStream one = instance.open(EVENTS, token).body();
		InputStream other = instance.open(EVENTS + "?interval=60s", token).body();
		assertThat(one.read()).isNotNegative();
		assertThat(other.read()).isNotNegative();
		Instant before = Instant.now();

		instance.close();

		assertThat(Duration.between(before, Instant.now())).as("much less than it would wait for requests")
			.isLessThan(Duration.ofSeconds(30));
		assertThat(new String(one.readAllBytes(), StandardCharsets.UTF_8)).as("ends as it should").endsWith("\n\n");
		assertThat(new String(other.readAllBytes(), StandardCharsets.UTF_8)).endsWith("\n\n");
	}

}
