package io.freshet.caching.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.freshet.caching.http.RequestDecision.Bypass;
import io.freshet.caching.http.RequestDecision.Lookup;

import static org.assertj.core.api.Assertions.assertThat;

class RequestDecisionTests {

	private static final RoutePolicy ROUTE = new RoutePolicy(Duration.ofMinutes(5), null, Set.of(200),
			List.of("Accept"), false, 1000, Duration.ZERO);

	private static final RoutePolicy IGNORING_COOKIES = new RoutePolicy(Duration.ofMinutes(5), null, Set.of(200),
			List.of("Accept"), true, 1000, Duration.ZERO);

	@ParameterizedTest
	@CsvSource({ "Authorization, Bearer x, AUTHORIZATION", "Authorization, '', AUTHORIZATION", "Cookie, a=b, COOKIES",
			"Cookie, '', COOKIES", "Cache-Control, no-store, NO_STORE", "Transfer-Encoding, chunked, BODY",
			"Content-Length, 1, BODY", "Content-Length, x, BODY", "Upgrade, websocket, UPGRADE" })
	void bypasses(String name, String value, BypassReason reason) {
		assertThat(decide(ROUTE, name, value)).isEqualTo(new Bypass(reason));
	}

	@Test
	void looksUpWithoutAnythingSpecial() {
		assertThat(decide(ROUTE)).isEqualTo(lookup(null, false));
	}

	@Test
	void looksUpWithCookiesThatTheRouteIgnores() {
		assertThat(decide(IGNORING_COOKIES, "Cookie", "a=b")).isEqualTo(lookup(null, false));
	}

	@Test
	void bypassesForAuthorizationEvenWhereCookiesAreIgnored() {
		assertThat(decide(IGNORING_COOKIES, "Cookie", "a=b", "Authorization", "x"))
			.isEqualTo(new Bypass(BypassReason.AUTHORIZATION));
	}

	@Test
	void looksUpWithAnEmptyBody() {
		assertThat(decide(ROUTE, "Content-Length", "0")).isEqualTo(lookup(null, false));
	}

	@ParameterizedTest
	@CsvSource({ "Cache-Control, no-cache, -1", "Cache-Control, 'no-cache, max-age=60', -1", "Pragma, No-Cache, -1",
			"Cache-Control, max-age=0, 0", "Cache-Control, max-age=60, 60" })
	void takesTheAgeThatTheClientAccepts(String name, String value, long maxAge) {
		assertThat(decide(ROUTE, name, value)).isEqualTo(lookup(maxAge, false));
	}

	@Test
	void ignoresPragmaBesideCacheControl() {
		assertThat(decide(ROUTE, "Pragma", "no-cache", "Cache-Control", "max-age=60")).isEqualTo(lookup(60L, false));
	}

	@Test
	void ignoresPragmaOfAnotherKind() {
		assertThat(decide(ROUTE, "Pragma", "x")).isEqualTo(lookup(null, false));
	}

	@Test
	void takesOnlyIfCached() {
		assertThat(decide(ROUTE, "Cache-Control", "only-if-cached")).isEqualTo(lookup(null, true));
	}

	private static RequestDecision decide(RoutePolicy route, String... headers) {
		return RequestDecision.of(new CacheRequest("http://h/p", Map.of(), Fields.of(headers)), route);
	}

	private static Lookup lookup(@Nullable Long maxAge, boolean onlyIfCached) {
		return new Lookup(ResponseKey.of(new CacheRequest("http://h/p", Map.of(), Fields.NONE), ROUTE), maxAge,
				onlyIfCached);
	}

}
