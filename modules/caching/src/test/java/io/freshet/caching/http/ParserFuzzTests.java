package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import io.freshet.caching.http.StorageDecision.Keep;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a message says, there is a decision, and nothing that could end a line is
 * passed on.
 */
class ParserFuzzTests {

	private static final List<String> RESPONSE = List.of("Cache-Control", "CDN-Cache-Control", "Expires", "Date", "Age",
			"Last-Modified", "ETag", "Vary", "Connection", "Content-Length", "Content-Location", "Content-Range",
			"Cache-Groups", "Cache-Group-Invalidation", "Surrogate-Key", "Content-Language", "Location");

	private static final List<String> REQUEST = List.of("Cache-Control", "Pragma", "If-None-Match", "If-Modified-Since",
			"If-Range", "Accept-Language", "Authorization");

	@Property(tries = 3_000)
	void everyResponseIsDecidedOn(@ForAll("values") List<String> values, @ForAll("values") List<String> asked) {
		List<HeaderField> response = lines(RESPONSE, values);
		CacheRequest request = request("GET", asked);
		StorageDecision decision = StorageDecision.of(request, 200, response, Responses.NOW, Responses.NOW,
				Responses.STANDARD);
		StoredResponse stored = stored(request, response);

		CacheDecision answer = CacheDecision.of(request, List.of(stored), Responses.after(5), Responses.STANDARD);
		CacheDecision.mayServeOnError(request, stored, Responses.after(5), Responses.STANDARD);
		StoredResponse fresh = Freshening.with304(stored, response, request.headers(), Responses.NOW, Responses.NOW);
		Freshening.selects(stored, response);
		Freshening.withHead(stored, 200, response, request.headers(), Responses.NOW, Responses.NOW);

		assertSendable((decision instanceof Keep keep) ? keep.headers() : List.of());
		assertSendable((answer instanceof CacheDecision.Revalidate ask) ? ask.conditions() : List.of());
		assertSendable(fresh.headers());
		assertThat(stored.isFor(request.headers())).isTrue();
	}

	@Property(tries = 3_000)
	void everyRequestIsAnswered(@ForAll("values") List<String> asked, @ForAll("range") String range) {
		CacheRequest request = request("GET", asked);
		HeaderFields fields = (name) -> name.equals("Range") ? List.of(range) : request.headers().values(name);
		StoredResponse stored = Responses.ok("ETag", "\"1\"", "Last-Modified", "@-9", "Date", "@0").stored();

		Answer answer = Answer
			.to(new CacheRequest("GET", new RequestTarget(Requests.TARGET, Map.of(), null), fields, null), stored);

		long length = answer.body().stream().mapToLong(ByteBuffer::remaining).sum();
		String declared = HeaderFields.of(answer.headers()).first("Content-Length");
		assertThat(answer.status()).isIn(200, 206, 304, 416);
		assertThat(declared == null || Long.parseLong(declared) == length).isTrue();
		assertSendable(answer.headers());
	}

	@Property(tries = 3_000)
	void everyReferenceIsResolvedOrLeftOut(@ForAll("values") List<String> values, @ForAll("text") String target) {
		CacheRequest request = new CacheRequest("POST", new RequestTarget(target, Map.of(), null), Fields.NONE, null);
		HeaderFields response = HeaderFields.of(lines(RESPONSE, values));

		assertThat(UnsafeMethods.invalidated(request, 200, response)).startsWith(target);
		assertThat(UnsafeMethods.invalidated(Requests.of("POST"), 200, response))
			.allMatch((uri) -> uri.startsWith("http://origin.example/"));
	}

	@Property(tries = 3_000)
	void everyFieldIsParsedOrIgnored(@ForAll("values") List<String> values) {
		HeaderFields response = HeaderFields.of(lines(RESPONSE, values));

		assertThat(CacheGroups.of(response)).hasSizeLessThanOrEqualTo(32);
		assertThat(CacheGroups.invalidated(response)).hasSizeLessThanOrEqualTo(32);
		assertThat(SurrogateKeys.of(response)).noneMatch((key) -> key.isEmpty() || key.contains(" "));
		for (String value : values) {
			CacheControl control = CacheControl.parse(List.of(value));
			Long seconds = control.seconds("max-age");
			assertThat(seconds == null || (seconds >= 0 && seconds <= CacheControl.MAX_SECONDS)).isTrue();
			assertThat(FieldLists.isSendable(CacheStatus.hit(1).withDetail(value).value())).isTrue();
			NegotiatedFields.canonical("accept-language", value);
			HttpDate.parse(value, Responses.NOW);
		}
	}

	@Provide
	Arbitrary<List<String>> values() {
		return text().list().ofSize(RESPONSE.size());
	}

	/** Pieces of what is meaningful, and of what should not be there. */
	@Provide
	Arbitrary<String> text() {
		Arbitrary<String> pieces = Arbitraries.of("max-age", "=", ",", "\"", "\\", "no-cache", "private", "10", "0",
				"-", ";", "q=", "*", "W/", "\r\n", "\n", "\0", " ", "\t", "Thu, 18 Aug 2050 02:01:18 GMT", "Foo", "é",
				"(", ")", "?1", ":", "//", "/", "%", "http", "origin.example", "#", "[", "public",
				"99999999999999999999", "s-maxage", "stale-if-error", "\ud800");
		return Arbitraries.oneOf(pieces.list().ofMaxSize(6).map((list) -> String.join("", list)),
				Arbitraries.strings().ofMaxLength(12));
	}

	@Provide
	Arbitrary<String> range() {
		Arbitrary<String> pieces = Arbitraries.of("0", "1", "5", "9", "10", "-", ",", " ", "bytes=", "99999999999",
				"x");
		return pieces.list().ofMaxSize(9).map((list) -> "bytes=" + String.join("", list));
	}

	private static CacheRequest request(String method, List<String> values) {
		return new CacheRequest(method, new RequestTarget(Requests.TARGET, Map.of(), null),
				HeaderFields.of(lines(REQUEST, values)), null);
	}

	private static List<HeaderField> lines(List<String> names, List<String> values) {
		return IntStream.range(0, names.size())
			.filter((i) -> !values.get(i).isEmpty())
			.mapToObj((i) -> new HeaderField(names.get(i), values.get(i)))
			.toList();
	}

	private static StoredResponse stored(CacheRequest request, List<HeaderField> response) {
		List<HeaderField> fields = StorableFields.of(response, Set.of());
		return new Keep(Duration.ZERO, Duration.ZERO, false, fields, fields).toStored(request.headers(), 200,
				Responses.NOW, Responses.NOW, ByteBuffer.allocate(3));
	}

	private static void assertSendable(List<HeaderField> fields) {
		assertThat(fields)
			.allMatch((field) -> FieldLists.isToken(field.name()) && FieldLists.isSendable(field.value()));
	}

}
