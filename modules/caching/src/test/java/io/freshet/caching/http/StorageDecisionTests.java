package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StorageDecisionTests {

	private static final RoutePolicy ROUTE = new RoutePolicy(Duration.ofMinutes(5), null, Set.of(200, 206, 404),
			List.of("Accept"), false, 1000, Duration.ZERO);

	@ParameterizedTest
	@ValueSource(ints = { 200, 404 })
	void takesTheStatusesOfTheRoute(int status) {
		assertThat(StorageDecision.refusal(ROUTE, status, Fields.NONE)).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 204, 301, 302, 304, 400, 403, 500, 503, 999 })
	void refusesAnyOtherStatus(int status) {
		assertThat(StorageDecision.refusal(ROUTE, status, Fields.NONE)).isEqualTo(RefusalReason.STATUS);
	}

	@Test
	void refusesAPartEvenIfTheRouteListsItsStatus() {
		assertThat(StorageDecision.refusal(ROUTE, 206, Fields.NONE)).isEqualTo(RefusalReason.PARTIAL);
	}

	@ParameterizedTest
	@CsvSource({ "Content-Range, bytes 0-1/2, PARTIAL", "Cache-Control, no-store, CACHE_CONTROL",
			"Cache-Control, private, CACHE_CONTROL", "Cache-Control, no-cache, CACHE_CONTROL",
			"Set-Cookie, a=b, SET_COOKIE", "Set-Cookie, '', SET_COOKIE", "Vary, *, VARY", "Vary, 'Accept, *', VARY",
			"Content-Length, 1001, TOO_LARGE", "Content-Length, soon, TOO_LARGE" })
	void refusesByTheHead(String name, String value, RefusalReason reason) {
		assertThat(StorageDecision.refusal(ROUTE, 200, Fields.of(name, value))).isEqualTo(reason);
	}

	@ParameterizedTest
	@CsvSource({ "Cache-Control, 'max-age=0, must-revalidate'", "Vary, Accept-Language", "Content-Length, 1000",
			"ETag, '\"1\"'" })
	void takesAHeadOfAnyOtherKind(String name, String value) {
		assertThat(StorageDecision.refusal(ROUTE, 200, Fields.of(name, value))).isNull();
	}

	@Test
	void takesABodyUpToTheLimit() {
		assertThat(StorageDecision.refusal(ROUTE, Fields.NONE, 1000)).isNull();
		assertThat(StorageDecision.refusal(ROUTE, Fields.NONE, 1001)).isEqualTo(RefusalReason.TOO_LARGE);
	}

	@Test
	void takesABodyOnlyOfTheLengthThatItsHeadSays() {
		Fields ten = Fields.of("Content-Length", "10");

		assertThat(StorageDecision.refusal(ROUTE, ten, 10)).isNull();
		assertThat(StorageDecision.refusal(ROUTE, ten, 9)).isEqualTo(RefusalReason.INCOMPLETE);
		assertThat(StorageDecision.refusal(ROUTE, ten, 11)).isEqualTo(RefusalReason.INCOMPLETE);
	}

	@Test
	void keepsStatusFieldsInOrderAndBody() {
		Fields response = Fields.of("X-B", "1", "X-A", "2", "X-B", "3");

		StoredResponse kept = keep(Fields.NONE, response);

		assertThat(kept.status()).isEqualTo(404);
		assertThat(kept.headers()).isEqualTo(response.lines());
		assertThat(kept.body()).isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2 }));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate",
			"Proxy-Authentication-Info", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Age", "X-Cache",
			"Cache-Status", "CONNECTION" })
	void dropsWhatBelongsToAConnectionOrToThisCache(String name) {
		assertThat(keep(Fields.NONE, Fields.of(name, "x", "ETag", "\"1\"")).headers())
			.containsExactly(new HeaderField("ETag", "\"1\""));
	}

	@Test
	void dropsWhatConnectionNames() {
		Fields response = Fields.of("Connection", "close, X-Hop", "Connection", "x-other", "x-hop", "1", "X-Other", "2",
				"X-Kept", "3");

		assertThat(keep(Fields.NONE, response).headers()).containsExactly(new HeaderField("X-Kept", "3"));
	}

	@Test
	void keepsWhatTheRequestSaidInTheFieldsOfVary() {
		StoredResponse kept = keep(Fields.of("Accept-Language", "de"), Fields.of("Vary", "Accept-Language, X-None"));

		assertThat(kept.selecting()).isEqualTo(Map.of("accept-language", "de", "x-none", ""));
	}

	private static StoredResponse keep(Fields request, Fields response) {
		return StorageDecision.toKeep(request, 404, response.lines(), response, ByteBuffer.wrap(new byte[] { 1, 2 }));
	}

}
