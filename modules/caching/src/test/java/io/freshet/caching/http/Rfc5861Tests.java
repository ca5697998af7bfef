package io.freshet.caching.http;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.freshet.caching.http.CacheDecision.Serve;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 5861: extensions for stale content. */
class Rfc5861Tests {

	private static final RoutePolicy SAFE = RoutePolicy.safe().ttl(null).build();

	@Nested
	class Section3StaleWhileRevalidate {

		@ParameterizedTest
		@ValueSource(strings = { "max-age=10, stale-while-revalidate=5", "s-maxage=10, stale-while-revalidate=5" })
		void servesAndValidates(String directives) {
			Responses response = Responses.ok("Cache-Control", directives);

			assertThat(response.answers(15)).isInstanceOfSatisfying(Serve.class, (serve) -> {
				assertThat(serve.staleness()).isEqualTo(Staleness.STALE_WHILE_REVALIDATE);
				assertThat(serve.revalidate()).isTrue();
			});
			assertThat(response.answers(16)).isNotInstanceOf(Serve.class);
			assertThat(response.on(SAFE).answers(15)).isInstanceOf(Serve.class);
		}

		@ParameterizedTest
		@ValueSource(strings = { "must-revalidate", "proxy-revalidate", "no-cache" })
		void isForbiddenByWhatForbidsStale(String directive) {
			assertThat(Responses.ok("Cache-Control", "max-age=10, stale-while-revalidate=5, " + directive).answers(11))
				.isNotInstanceOf(Serve.class);
		}

		@ParameterizedTest
		@CsvSource({ "no-cache, false", "max-age=60, false", "min-fresh=1, false", "max-stale, true",
				"'max-age=60, max-stale=5', true" })
		void isForThoseWhoTakeStale(String directives, boolean served) {
			Responses response = Responses.ok("Cache-Control", "max-age=10, stale-while-revalidate=5");

			assertThat(response.answers(11, "Cache-Control", directives) instanceof Serve).isEqualTo(served);
		}

	}

	@Nested
	class Section4StaleIfError {

		@ParameterizedTest
		@ValueSource(strings = { "max-age=10, stale-if-error=5", "s-maxage=10, stale-if-error=5" })
		void theResponseSaysForHowLong(String directives) {
			for (RoutePolicy route : new RoutePolicy[] { SAFE, Responses.STANDARD }) {
				assertThat(mayServe(directives, 15, route)).isTrue();
				assertThat(mayServe(directives, 16, route)).as("not for longer, whatever the route keeps").isFalse();
			}
		}

		@Test
		void theRequestMaySayIt() {
			assertThat(mayServe("max-age=10", 15, SAFE, "Cache-Control", "stale-if-error=5")).isTrue();
			assertThat(mayServe("max-age=10", 16, SAFE, "Cache-Control", "stale-if-error=5")).isFalse();
			assertThat(mayServe("s-maxage=10", 15, SAFE, "Cache-Control", "stale-if-error=5")).isFalse();
		}

		@ParameterizedTest
		@ValueSource(strings = { "must-revalidate", "proxy-revalidate", "no-cache" })
		void isForbiddenByWhatForbidsStale(String directive) {
			assertThat(mayServe("max-age=10, stale-if-error=5, " + directive, 11, Responses.STANDARD)).isFalse();
		}

		@Test
		void whatIsFreshIsServedAnyway() {
			assertThat(mayServe("max-age=10, must-revalidate", 9, SAFE)).isTrue();
		}

		private boolean mayServe(String directives, long seconds, RoutePolicy route, String... request) {
			return CacheDecision.mayServeOnError(Requests.get(request),
					Responses.ok("Cache-Control", directives).stored(), Responses.after(seconds), route);
		}

	}

}
