package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.freshet.caching.http.StorageDecision.Keep;

import static org.assertj.core.api.Assertions.assertThat;

/** For how long a response is kept. */
class StorageTimeTests {

	@Test
	void freshAndThenStaleForAsLongAsTheRouteSays() {
		Keep keep = Responses.ok("Cache-Control", "max-age=60").keep();

		assertThat(keep.freshFor()).isEqualTo(Duration.ofMinutes(1));
		assertThat(keep.keepFor()).isEqualTo(Duration.ofMinutes(61));
	}

	@Test
	void onlyWhileFreshWhereNothingElseIsAllowed() {
		assertThat(Responses.ok("Cache-Control", "max-age=60, must-revalidate").keep().keepFor())
			.isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void asLongAsTheResponseMayBeServedStale() {
		RoutePolicy route = RoutePolicy.standard().keepStale(Duration.ZERO).build();

		assertThat(Responses.ok("Cache-Control", "max-age=60, stale-while-revalidate=30, stale-if-error=90")
			.on(route)
			.keep()
			.keepFor()).isEqualTo(Duration.ofSeconds(150));
	}

	@Test
	void theTimeOfTheRouteComesFirst() {
		RoutePolicy route = RoutePolicy.standard().ttl(Duration.ofSeconds(7)).build();

		assertThat(Responses.ok("Cache-Control", "max-age=60, s-maxage=70").on(route).freshFor())
			.isEqualTo(Duration.ofSeconds(7));
		assertThat(Responses.of(299).on(route).freshFor()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void whatIsKeptKnowsWhatTheRequestSaid() {
		Keep keep = Responses.ok("Cache-Control", "max-age=60", "Vary", "Foo, Bar").keep();

		StoredResponse stored = keep.toStored(Fields.of("Foo", " 1 "), 200, Responses.NOW, Responses.NOW,
				ByteBuffer.allocate(0));

		assertThat(stored.selecting()).isEqualTo(Map.of("foo", "1", "bar", ""));
		assertThat(stored.headers()).isEqualTo(keep.headers());
	}

}
