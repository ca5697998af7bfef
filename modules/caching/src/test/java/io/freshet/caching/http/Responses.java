package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.freshet.caching.http.StorageDecision.Keep;
import io.freshet.caching.http.StorageDecision.Refuse;

/**
 * A response of an origin for tests, and what becomes of it. In values, {@code @-10}
 * stands for the date ten seconds before the response came.
 *
 * @param request what was asked
 * @param status the status code
 * @param headers the header fields
 * @param body the body
 * @param route the policy of the route
 */
record Responses(CacheRequest request, int status, Fields headers, String body, RoutePolicy route) {

	/** When the response came. */
	static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	static final RoutePolicy STANDARD = RoutePolicy.standard().build();

	private static final DateTimeFormatter IMF = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
		.withZone(ZoneOffset.UTC);

	static Responses ok(String... headers) {
		return of(200, headers);
	}

	static Responses of(int status, String... headers) {
		return new Responses(Requests.get(), status, fields(headers), "0123456789", STANDARD);
	}

	/** Header fields with dates filled in. */
	static Fields fields(String... headers) {
		String[] filled = headers.clone();
		for (int i = 1; i < filled.length; i += 2) {
			if (filled[i].matches("@[+-]?[0-9]+")) {
				filled[i] = date(Long.parseLong(filled[i].substring(1)));
			}
		}
		return Fields.of(filled);
	}

	static String date(long secondsFromNow) {
		return IMF.format(NOW.plusSeconds(secondsFromNow));
	}

	static Instant after(long seconds) {
		return NOW.plusSeconds(seconds);
	}

	Responses to(HeaderFields headers) {
		return to(
				new CacheRequest("GET", new RequestTarget(Requests.TARGET, this.request.query(), null), headers, null));
	}

	Responses to(CacheRequest asked) {
		return new Responses(asked, this.status, this.headers, this.body, this.route);
	}

	Responses on(RoutePolicy policy) {
		return new Responses(this.request, this.status, this.headers, this.body, policy);
	}

	Responses with(String text) {
		return new Responses(this.request, this.status, this.headers, text, this.route);
	}

	StorageDecision decision() {
		return StorageDecision.of(this.request, this.status, this.headers.lines(), NOW, NOW, this.route);
	}

	RefusalReason refusal() {
		return ((Refuse) decision()).reason();
	}

	Keep keep() {
		return (Keep) decision();
	}

	Duration freshFor() {
		return keep().freshFor();
	}

	/** What is kept, whether it is worth it or not. */
	StoredResponse stored() {
		ByteBuffer bytes = ByteBuffer.wrap(this.body.getBytes(StandardCharsets.ISO_8859_1));
		return new StoredResponse(this.status, StorableFields.of(this.headers.lines(), Set.of()),
				ResponseVary.selecting(this.request.headers(), this.headers), NOW, NOW, bytes);
	}

	/** What happens to a request, some seconds later, when this is stored. */
	CacheDecision answers(long seconds, String... request) {
		return CacheDecision.of(Requests.get(request), List.of(stored()), after(seconds), this.route);
	}

}
