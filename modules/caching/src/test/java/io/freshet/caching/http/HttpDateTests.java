package io.freshet.caching.http;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HttpDateTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			2026-11-23T13:00:00Z         | Mon, 23 Nov 2026 13:00:00 GMT
			2026-11-23T13:00:00.999999Z  | Mon, 23 Nov 2026 13:00:00 GMT
			2026-11-23T13:00:01Z         | Mon, 23 Nov 2026 13:00:01 GMT
			2026-11-23T13:00:00Z         | Mon, 23 Nov 2026 13:00:00 GMT
			1970-01-01T00:00:00Z         | Thu, 01 Jan 1970 00:00:00 GMT
			1969-12-31T23:59:59Z         | Wed, 31 Dec 1969 23:59:59 GMT
			""")
	void isWrittenToTheSecond(Instant time, String text) {
		assertThat(HttpDate.format(time)).isEqualTo(text);
		assertThat(HttpDate.format(time)).isEqualTo(text);
		assertThat(HttpDate.parse(text, time)).isEqualTo(Instant.ofEpochSecond(time.getEpochSecond()));
	}

}
