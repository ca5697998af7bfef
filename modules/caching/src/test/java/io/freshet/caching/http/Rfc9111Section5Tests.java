package io.freshet.caching.http;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.freshet.caching.http.CacheDecision.Forward;
import io.freshet.caching.http.CacheDecision.Refuse;
import io.freshet.caching.http.CacheDecision.Revalidate;
import io.freshet.caching.http.CacheDecision.Serve;
import io.freshet.caching.http.RequestDecision.Bypass;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9111, section 5: field definitions; what a client asks for. */
class Rfc9111Section5Tests {

	private static final Responses FRESH = Responses.ok("Cache-Control", "max-age=100", "ETag", "\"1\"");

	@Nested
	class Section5Point2Point1RequestDirectives {

		@ParameterizedTest
		@CsvSource({ "max-age=0, false", "max-age=9, false", "max-age=10, true", "max-age=11, true",
				"'max-age=9, max-stale=100', false", "min-fresh=90, true", "min-fresh=91, false", "no-cache, false",
				"nothing-to-see-here, true", "max-age=x, false", "max-stale, true" })
		void saysHowFreshIsFreshEnough(String directives, boolean served) {
			CacheDecision decision = FRESH.answers(10, "Cache-Control", directives);

			assertThat(decision instanceof Serve).isEqualTo(served);
			assertThat(served || ((Revalidate) decision).reason() == ForwardReason.REQUEST).isTrue();
		}

		@Test
		void aReloadIsAskedAnewEvenWithinTheSameInstant() {
			assertThat(FRESH.answers(0, "Cache-Control", "max-age=0")).isInstanceOf(Revalidate.class);
		}

		@Test
		void theAgeAtReceiptCounts() {
			Responses aged = Responses.ok("Cache-Control", "max-age=1500", "Age", "1000");

			assertThat(aged.answers(0, "Cache-Control", "max-age=600")).isEqualTo(new Forward(ForwardReason.REQUEST));
			assertThat(aged.answers(0, "Cache-Control", "min-fresh=1000"))
				.isEqualTo(new Forward(ForwardReason.REQUEST));
		}

		@ParameterizedTest
		@CsvSource({ "max-stale, true", "max-stale=10, true", "max-stale=9, false", "max-stale=x, false",
				"max-stale=, true" })
		void maxStaleTakesWhatIsStale(String directive, boolean served) {
			CacheDecision decision = FRESH.answers(110, "Cache-Control", directive);

			assertThat(decision instanceof Serve serve && serve.staleness() == Staleness.MAX_STALE).isEqualTo(served);
		}

		@ParameterizedTest
		@ValueSource(strings = { "must-revalidate", "proxy-revalidate", "no-cache", "s-maxage=100" })
		void maxStaleDoesNotOverrideTheResponse(String directive) {
			Responses strict = Responses.ok("Cache-Control", "max-age=100, " + directive);

			assertThat(strict.answers(110, "Cache-Control", "max-stale")).isInstanceOf(Forward.class);
		}

		@Test
		void noStorePassesTheCacheBy() {
			assertThat(RequestDecision.of(Requests.get("Cache-Control", "no-store"), Responses.STANDARD))
				.isEqualTo(new Bypass(BypassReason.NO_STORE));
		}

		@Test
		void onlyIfCachedIsRefusedWithoutAUsableResponse() {
			String directive = "only-if-cached";
			CacheRequest request = Requests.get("Cache-Control", directive);

			assertThat(CacheDecision.of(request, List.of(), Responses.NOW, Responses.STANDARD)).isEqualTo(new Refuse());
			assertThat(FRESH.answers(110, "Cache-Control", directive)).isEqualTo(new Refuse());
			assertThat(FRESH.answers(10, "Cache-Control", directive)).isInstanceOf(Serve.class);
		}

		@Test
		void onlyIfCachedIsRefusedWhereTheCacheIsPassedBy() {
			CacheRequest request = Requests.get("Cache-Control", "no-store, only-if-cached");

			assertThat(RequestDecision.of(request, Responses.STANDARD)).isEqualTo(new RequestDecision.Refuse());
			assertThat(RequestDecision.of(request.withMethod("POST"), Responses.STANDARD))
				.isEqualTo(new RequestDecision.Refuse());
			assertThat(RequestDecision.orRefuse(new Bypass(BypassReason.SWITCHED_OFF), request, Responses.STANDARD))
				.isEqualTo(new RequestDecision.Refuse());
		}

		@ParameterizedTest
		@ValueSource(strings = { "no-cache", "no-store", "max-age=0", "min-fresh=1000" })
		void theRouteMayGiveTheClientNoSay(String directive) {
			RoutePolicy route = RoutePolicy.standard().ignoreClientDirectives(true).build();

			assertThat(RequestDecision.of(Requests.get("Cache-Control", directive), route))
				.isInstanceOf(RequestDecision.Lookup.class);
			assertThat(FRESH.on(route).answers(10, "Cache-Control", directive)).isInstanceOf(Serve.class);
			assertThat(FRESH.on(route).answers(10, "Pragma", "no-cache")).isInstanceOf(Serve.class);
		}

	}

	@Nested
	class Section5Point2Point2ResponseDirectives {

		@Test
		void mustRevalidateAllowsWhatIsFresh() {
			Responses strict = Responses.ok("Cache-Control", "max-age=10, must-revalidate", "ETag", "\"1\"");

			assertThat(strict.answers(9)).isInstanceOf(Serve.class);
			assertThat(strict.answers(10)).isInstanceOf(Revalidate.class);
		}

		@ParameterizedTest
		@ValueSource(strings = { "immutable", "no-transform", "foo=bar", "foo=\"no-store, private\"" })
		void whatIsUnknownMeansNothing(String directive) {
			assertThat(Responses.ok("Cache-Control", "max-age=60, " + directive).freshFor())
				.isEqualTo(Duration.ofMinutes(1));
		}

	}

	@Nested
	class Section5Point4Pragma {

		@ParameterizedTest
		@CsvSource({ "no-cache, false", "No-Cache, false", "foo, true" })
		void asksForValidation(String value, boolean served) {
			assertThat(FRESH.answers(1, "Pragma", value) instanceof Serve).isEqualTo(served);
		}

		@Test
		void meansNothingBesideCacheControl() {
			assertThat(FRESH.answers(1, "Pragma", "no-cache", "Cache-Control", "foo")).isInstanceOf(Serve.class);
		}

	}

}
