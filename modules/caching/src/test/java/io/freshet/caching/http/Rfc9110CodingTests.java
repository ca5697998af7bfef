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

/** RFC 9110, sections 8.4, 8.8.3.3 and 12.5.3: what is kept compressed. */
class Rfc9110CodingTests {

	private static final RoutePolicy ROUTE = RoutePolicy.standard().compressionThreshold(100).build();

	private static final String TEXT = "0123456789".repeat(20);

	private static final Responses CAME = text("Content-Type", "text/plain", "Content-Length", "200", "ETag", "\"1\"",
			"Last-Modified", "@-10", "Date", "@0");

	private static final StoredResponse KEPT = compressed(CAME);

	private static Responses text(String... headers) {
		return Responses.ok(headers).with(TEXT).on(ROUTE);
	}

	private static StoredResponse compressed(Responses came) {
		return GzipCoding.compress(GzipCoding.announced(came.stored()), ROUTE);
	}

	private static Answer answer(String method, String... request) {
		return Answer.to(new CacheRequest(method, new RequestTarget(Requests.TARGET, Map.of(), null),
				Responses.fields(request), null), KEPT);
	}

	private static Answer get(String... request) {
		return answer("GET", request);
	}

	private static byte[] bytes(List<ByteBuffer> pieces) {
		ByteBuffer all = ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::remaining).sum());
		pieces.forEach((piece) -> all.put(piece.duplicate()));
		return all.array();
	}

	private static String text(Answer answer) {
		return new String(bytes(answer.body()), StandardCharsets.ISO_8859_1);
	}

	private static String decoded(Answer answer) {
		return StandardCharsets.ISO_8859_1
			.decode(GzipCoding.decode(ByteBuffer.wrap(bytes(answer.body())), TEXT.length()))
			.toString();
	}

	private static @Nullable String header(Answer answer, String name) {
		List<String> values = HeaderFields.of(answer.headers()).values(name);
		assertThat(values).as(name).hasSizeLessThan(2);
		return values.isEmpty() ? null : values.get(0);
	}

	@Nested
	class Section12Point5Point3AcceptEncoding {

		@ParameterizedTest
		@ValueSource(strings = { "gzip", "GZIP", "x-gzip", "deflate, gzip;q=0.001", "br, gzip ; Q=1.000, *;q=0", "*",
				"*;q=0.5", "gzip, identity", "gzip;q=0.5, identity;q=0.5", "identity;q=0, gzip;q=0.1",
				"identity;q=0.2, *;q=0.5", "deflate,\tgzip" })
		void whoTakesGzipGetsIt(String accepted) {
			Answer answer = get("Accept-Encoding", accepted);

			assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
			assertThat(decoded(answer)).isEqualTo(TEXT);
			assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(bytes(answer.body()).length));
			assertThat(bytes(answer.body()).length).isLessThan(TEXT.length() / 2);
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "identity", "deflate, br", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "gzipped",
				"gzip;q=0.5, identity;q=0.6", "gzip;q=x", "gzip;q=2", "gzip;level=1", "gzip;q=0, gzip",
				"gzip, *;q=0, x-gzip;q=0", "identity;q=0", "identity;q=0, gzip;q=0" })
		void whoDoesNotGetsTheBodyAsItCame(String accepted) {
			Answer answer = get("Accept-Encoding", accepted);

			assertThat(header(answer, "Content-Encoding")).isNull();
			assertThat(text(answer)).isEqualTo(TEXT);
			assertThat(header(answer, "Content-Length")).isEqualTo("200");
			assertThat(header(answer, "ETag")).isEqualTo("\"1\"");
		}

		@Test
		void whoSaysNothingGetsTheBodyAsItCame() {
			assertThat(text(get())).isEqualTo(TEXT);
		}

		@Test
		void severalLinesAreOne() {
			assertThat(header(get("Accept-Encoding", "br", "Accept-Encoding", "gzip"), "Content-Encoding"))
				.isEqualTo("gzip");
		}

		@Test
		void everyAnswerSaysThatItVaries() {
			assertThat(header(get("Accept-Encoding", "gzip"), "Vary")).isEqualTo("Accept-Encoding");
			assertThat(header(get(), "Vary")).isEqualTo("Accept-Encoding");
			assertThat(header(get("If-None-Match", "\"1\""), "Vary")).isEqualTo("Accept-Encoding");
		}

		@Test
		void headSaysTheSame() {
			assertThat(answer("HEAD", "Accept-Encoding", "gzip").headers())
				.isEqualTo(get("Accept-Encoding", "gzip").headers());
			assertThat(answer("HEAD").headers()).isEqualTo(get().headers());
			assertThat(answer("HEAD", "Accept-Encoding", "gzip").body()).isEmpty();
		}

	}

	@Nested
	class Section8Point8Point3Point3EntityTags {

		@Test
		void strongOnesDiffer() {
			assertThat(header(get("Accept-Encoding", "gzip"), "ETag")).isEqualTo("\"1;gzip\"");
			assertThat(header(get(), "ETag")).isEqualTo("\"1\"");
		}

		@ParameterizedTest
		@ValueSource(strings = { "W/\"1\"", "unquoted" })
		void othersAreTheSame(String tag) {
			StoredResponse kept = compressed(text("Content-Type", "text/plain", "ETag", tag));

			Answer coded = Answer.to(Requests.get("Accept-Encoding", "gzip"), kept);

			assertThat(header(coded, "Content-Encoding")).isEqualTo("gzip");
			assertThat(header(coded, "ETag")).isEqualTo(tag);
		}

		@ParameterizedTest
		@CsvSource({ "gzip, '\"1;gzip\"', 304, '\"1;gzip\"'", "gzip, '\"1\"', 304, '\"1\"'",
				"gzip, 'W/\"1\"', 304, '\"1\"'", "gzip, '\"1\", \"1;gzip\"', 304, '\"1;gzip\"'",
				"gzip, *, 304, '\"1;gzip\"'", "identity, '\"1\"', 304, '\"1\"'",
				"identity, '\"1;gzip\"', 304, '\"1;gzip\"'", "'', '\"1;gzip\"', 200, '\"1\"'",
				"'gzip;q=0', '\"1;gzip\"', 200, '\"1\"'", "'identity;q=0,gzip', '\"1\"', 200, '\"1;gzip\"'",
				"gzip, '\"2\"', 200, '\"1;gzip\"'", "gzip, '\"2;gzip\"', 200, '\"1;gzip\"'" })
		void theClientsOneSelectsWhatItHasIfItTakesThat(String accepted, String tag, int status, String answered) {
			Answer answer = get("Accept-Encoding", accepted.equals("identity") ? "identity, gzip;q=0.1" : accepted,
					"If-None-Match", tag);

			assertThat(answer.status()).isEqualTo(status);
			assertThat(header(answer, "ETag")).isEqualTo(answered);
		}

		@Test
		void theOriginIsAskedForItsOwn() {
			assertThat(Validators.conditions(200, KEPT.fields())).contains(new HeaderField("If-None-Match", "\"1\""));
		}

		@ParameterizedTest
		@CsvSource({ "'\"1;gzip\"', '\"1\"', true", "'\"1\", W/\"2;gzip\", \"3;gzip\"', '\"1\", W/\"2\", \"3\"', true",
				"'\"1\"', '\"1\"', false", "*, *, false" })
		void aConditionOfAnUnsafeMethodIsForwardedInTheWordsOfTheOrigin(String said, String forwarded, boolean marked) {
			assertThat(GzipCoding.isMarked(said)).isEqualTo(marked);
			assertThat(GzipCoding.withoutMarks(said)).isEqualTo(forwarded);
		}

	}

	@Nested
	class Section14Ranges {

		@Test
		void areOfTheSelectedRepresentation() {
			byte[] coded = bytes(get("Accept-Encoding", "gzip").body());

			Answer part = get("Accept-Encoding", "gzip", "Range", "bytes=2-4");
			Answer plain = get("Range", "bytes=2-4");

			assertThat(part.status()).isEqualTo(206);
			assertThat(bytes(part.body())).containsExactly(coded[2], coded[3], coded[4]);
			assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-4/" + coded.length);
			assertThat(header(part, "Content-Encoding")).isEqualTo("gzip");
			assertThat(text(plain)).isEqualTo("234");
			assertThat(header(plain, "Content-Range")).isEqualTo("bytes 2-4/200");
		}

		@Test
		void goOnWithTheOneThatTheClientHasAPartOf() {
			Answer plain = get("Accept-Encoding", "gzip", "Range", "bytes=2-4", "If-Range", "\"1\"");
			Answer coded = get("Accept-Encoding", "gzip", "Range", "bytes=2-4", "If-Range", "\"1;gzip\"");

			assertThat(text(plain)).isEqualTo("234");
			assertThat(header(plain, "Content-Encoding")).isNull();
			assertThat(coded.status()).isEqualTo(206);
			assertThat(header(coded, "Content-Encoding")).isEqualTo("gzip");
		}

		@Test
		void doNotGoOnAfterADateWhichBothShare() {
			assertThat(get("Range", "bytes=2-4", "If-Range", "@-10").status()).isEqualTo(200);
			assertThat(get("Accept-Encoding", "gzip", "Range", "bytes=2-4", "If-Range", "@-10").status())
				.isEqualTo(200);
		}

	}

	@Nested
	class Section7Point7Transformations {

		@ParameterizedTest
		@CsvSource({ "Cache-Control, 'max-age=9, no-transform'", "Content-Encoding, br", "Content-Range, bytes 0-9/10",
				"Content-MD5, x", "Digest, x", "Content-Digest, x", "Repr-Digest, x", "Signature, x",
				"Vary, 'Accept, accept-encoding'", "Content-Length, 99" })
		void areNotMadeOf(String name, String value) {
			assertThat(GzipCoding.isFor(text("Content-Type", "text/plain", name, value).stored(), ROUTE)).isFalse();
		}

		@Test
		void areNotMadeForWhomDoesNotWantAny() {
			assertThat(text(get("Accept-Encoding", "gzip", "Cache-Control", "no-transform"))).isEqualTo(TEXT);
		}

		@ParameterizedTest
		@CsvSource({ "text/html;charset=utf-8, true", "TEXT/CSS , true", "application/json, true",
				"application/problem+json, true", "image/svg+xml, true", "text/event-stream, false", "image/png, false",
				"application/octet-stream, false", "'', false" })
		void dependOnTheType(String type, boolean made) {
			assertThat(GzipCoding.isFor(text("Content-Type", type).stored(), ROUTE)).isEqualTo(made);
		}

		@Test
		void areMadeWhereTheRouteSaysSo() {
			assertThat(GzipCoding.isFor(CAME.stored(), Responses.STANDARD)).isFalse();
			assertThat(GzipCoding.isFor(CAME.stored(), RoutePolicy.safe().build())).isFalse();
			assertThat(KEPT.isCompressed()).isTrue();
			assertThat(GzipCoding.compress(CAME.with("short").stored(), ROUTE).isCompressed()).isFalse();
		}

		@Test
		void areNotKeptIfNothingIsGained() {
			RoutePolicy any = RoutePolicy.standard().compressionThreshold(0).build();

			assertThat(GzipCoding.compress(CAME.with("0123456789").stored(), any).isCompressed()).isFalse();
		}

	}

	@Nested
	class WhatIsFreshened {

		@Test
		void staysCompressedUnderTheTagsOfItsBody() {
			StoredResponse fresh = Freshening.with304(KEPT, Responses.fields("Vary", "Origin", "ETag", "\"1\"").lines(),
					Fields.NONE, Responses.after(5), Responses.after(5));

			Answer answer = Answer.to(Requests.get("Accept-Encoding", "gzip"), fresh);

			assertThat(fresh.isCompressed()).isTrue();
			assertThat(HeaderFields.of(answer.headers()).values("Vary")).containsExactly("Origin", "Accept-Encoding");
			assertThat(header(answer, "ETag")).isEqualTo("\"1;gzip\"");
			assertThat(decoded(answer)).isEqualTo(TEXT);
		}

		@Test
		void isComparedByTheLengthThatItCameWith() {
			assertThat(Freshening.withHead(KEPT, 200, Responses.fields("Content-Length", "200").lines(), Fields.NONE,
					Responses.NOW, Responses.NOW))
				.isNotNull();
			assertThat(Freshening.withHead(KEPT, 200,
					Responses.fields("Content-Length", Integer.toString(KEPT.body().remaining())).lines(), Fields.NONE,
					Responses.NOW, Responses.NOW))
				.isNull();
		}

	}

}
