package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** RFC 9110, sections 9.3.2, 13.1.5 and 14: parts, and heads, of what is stored. */
class Rfc9110RangeTests {

	private static final Responses WHOLE = Responses.ok("Content-Type", "text/plain", "Content-Length", "10", "ETag",
			"\"1\"", "Last-Modified", "@-10", "Date", "@0", "X-A", "1");

	private static Answer answer(String... request) {
		return Answer.to(new CacheRequest("GET", new RequestTarget(Requests.TARGET, Map.of(), null),
				Responses.fields(request), null), WHOLE.stored());
	}

	private static String text(Answer answer) {
		StringBuilder text = new StringBuilder();
		for (ByteBuffer piece : answer.body()) {
			text.append(StandardCharsets.ISO_8859_1.decode(piece.duplicate()));
		}
		return text.toString();
	}

	private static @Nullable String header(Answer answer, String name) {
		return HeaderFields.of(answer.headers()).first(name);
	}

	@Nested
	class Section14Point2SingleRange {

		@ParameterizedTest
		@CsvSource({ "bytes=0-1, 01, bytes 0-1/10", "bytes=1-, 123456789, bytes 1-9/10", "bytes=-1, 9, bytes 9-9/10",
				"bytes=-99, 0123456789, bytes 0-9/10", "bytes=8-99, 89, bytes 8-9/10", "BYTES=0-0, 0, bytes 0-0/10",
				"'bytes= 2-3 ', 23, bytes 2-3/10", "'bytes=20-30, 2-3', 23, bytes 2-3/10",
				"'bytes=2-4,3-6', 23456, bytes 2-6/10" })
		void isCutOut(String range, String text, String contentRange) {
			Answer answer = answer("Range", range);

			assertThat(answer.status()).isEqualTo(206);
			assertThat(text(answer)).isEqualTo(text);
			assertThat(header(answer, "Content-Range")).isEqualTo(contentRange);
			assertThat(HeaderFields.of(answer.headers()).values("Content-Length"))
				.containsExactly(Integer.toString(text.length()));
			assertThat(header(answer, "X-A")).isEqualTo("1");
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "bytes", "bytes=", "bytes=-", "bytes=x", "bytes=2-1", "bytes=1-x", "lines=0-1",
				"bytes=0-1,", "bytes=0-1;2-3", "bytes=1--2", "bytes=+1-2", "bytes=99999999999999999999-",
				"bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,0-0,1-1,2-2,3-3,4-4,5-5,6-6" })
		void isIgnoredIfItIsWrongOrTooMuch(String range) {
			assertThat(answer("Range", range).status()).isEqualTo(200);
			assertThat(text(answer("Range", range))).isEqualTo("0123456789");
		}

		@Test
		void isIgnoredOnTwoLines() {
			assertThat(answer("Range", "bytes=0-1", "Range", "bytes=2-3").status()).isEqualTo(200);
		}

		@Test
		void isForAWholeOnly() {
			assertThat(Answer.to(Requests.get("Range", "bytes=0-1"), Responses.of(404).stored()).status())
				.isEqualTo(404);
		}

		@ParameterizedTest
		@ValueSource(strings = { "bytes=10-", "bytes=10-20", "bytes=-0", "bytes=20-30,40-50" })
		void isRefusedOutsideOfTheWhole(String range) {
			Answer answer = answer("Range", range);

			assertThat(answer.status()).isEqualTo(416);
			assertThat(answer.headers()).extracting(HeaderField::name, HeaderField::value)
				.contains(tuple("Content-Range", "bytes */10"), tuple("Content-Length", "0"));
			assertThat(HeaderFields.of(answer.headers()).has("ETag")).isFalse();
			assertThat(answer.body()).isEmpty();
		}

		@Test
		void theEndOfNothingIsNothing() {
			StoredResponse empty = Responses.ok().with("").stored();

			assertThat(Answer.to(Requests.get("Range", "bytes=-5"), empty).status()).isEqualTo(200);
			assertThat(Answer.to(Requests.get("Range", "bytes=0-"), empty).status()).isEqualTo(416);
		}

	}

	@Nested
	class Section14Point6SeveralRanges {

		@Test
		void comeInTheOrderInWhichTheyWereAskedFor() {
			Answer answer = answer("Range", "bytes=7-8, 0-1, -1");
			String type = String.valueOf(header(answer, "Content-Type"));
			String boundary = type.substring(type.indexOf("boundary=") + 9);

			assertThat(answer.status()).isEqualTo(206);
			assertThat(type).startsWith("multipart/byteranges; boundary=");
			assertThat(header(answer, "Content-Range")).isNull();
			assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(text(answer).length()));
			assertThat(text(answer)).isEqualTo(String
				.join("\r\n", "", "--B", "Content-Type: text/plain", "Content-Range: bytes 7-8/10", "", "78", "--B",
						"Content-Type: text/plain", "Content-Range: bytes 0-1/10", "", "01", "--B",
						"Content-Type: text/plain", "Content-Range: bytes 9-9/10", "", "9", "--B--", "")
				.replace("--B", "--" + boundary));
			assertThat(text(answer("Range", "bytes=7-8, 0-1, -1"))).as("always the same").isEqualTo(text(answer));
		}

		@Test
		void haveABoundaryThatIsNotInTheBody() {
			String range = "bytes=0-9,11-200";
			StoredResponse first = Responses.ok().with("x".repeat(300)).stored();
			String boundary = String.valueOf(header(Answer.to(Requests.get("Range", range), first), "Content-Type"));
			boundary = boundary.substring(boundary.indexOf("freshet-"));

			StoredResponse hostile = Responses.ok().with("x".repeat(20) + boundary + "x".repeat(300)).stored();
			Answer answer = Answer.to(Requests.get("Range", range), hostile);

			assertThat(header(answer, "Content-Type")).isNotNull().doesNotContain(boundary);
		}

	}

	@Nested
	class Section13Point1Point5IfRange {

		@ParameterizedTest
		@CsvSource({ "'\"1\"', 206", "'\"2\"', 200", "W/\"1\", 200", "1, 200", "@-10, 206", "@-9, 200", "@-11, 200",
				"'', 200" })
		void needsAStrongValidator(String validator, int status) {
			assertThat(answer("Range", "bytes=0-1", "If-Range", validator).status()).isEqualTo(status);
		}

		@Test
		void aDateIsWeakIfTheResponseIsAsOld() {
			StoredResponse stored = Responses.ok("Last-Modified", "@0", "Date", "@0").stored();

			assertThat(Answer.to(Requests.get("Range", "bytes=0-1", "If-Range", Responses.date(0)), stored).status())
				.isEqualTo(200);
		}

		@Test
		void meansNothingWithoutARange() {
			assertThat(answer("If-Range", "\"1\"").status()).isEqualTo(200);
		}

	}

	@Nested
	class Section13Point2Point2Precedence {

		@Test
		void aConditionComesBeforeARange() {
			assertThat(answer("Range", "bytes=0-1", "If-None-Match", "\"1\"").status()).isEqualTo(304);
			assertThat(answer("Range", "bytes=0-1", "If-None-Match", "\"2\"").status()).isEqualTo(206);
		}

	}

	@Nested
	class Section9Point3Point2Head {

		@Test
		void hasTheFieldsOfGetAndNoBody() {
			StoredResponse stored = WHOLE.stored();
			Answer head = Answer.to(Requests.of("HEAD", "Range", "bytes=0-1"), stored);

			assertThat(head).isEqualTo(new Answer(200, stored.headers(), List.of()));
		}

	}

	@Nested
	class TheWhole {

		@Test
		void isSentWithoutMakingItAnew() {
			StoredResponse stored = WHOLE.stored();
			Answer answer = Answer.to(Requests.get(), stored);

			assertThat(answer.headers()).isSameAs(stored.headers());
			assertThat(answer.body()).hasSize(1);
			assertThat(answer.body().get(0).array()).isSameAs(stored.body().array());
			assertThat(answer.body().get(0)).isNotSameAs(stored.body());
		}

		@Test
		void hasNotTheAgeOfLongAgo() {
			assertThat(Answer.to(Requests.get(), Responses.ok("Age", "5", "X-A", "1").stored()).headers())
				.containsExactly(new HeaderField("X-A", "1"));
		}

	}

}
