package io.freshet.caching.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Fields that claim another URI, or another method. */
class RewritingFieldsTests {

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix",
			"X-Forwarded-Ssl", "X-Original-URL", "X-Rewrite-URL" })
	void claimAUri(String name) {
		assertThat(RewritingFields.of(Fields.of(name, "evil"))).containsExactly(new HeaderField(name, "evil"));
		assertThat(RewritingFields.of(Fields.of(name, "a", name, "b"))).containsExactly(new HeaderField(name, "a,b"));
		assertThat(RewritingFields.of(Fields.of(name, ""))).as("be it empty").hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-For", "X-Real-IP", "Host", "Via", "Origin" })
	void doNot(String name) {
		assertThat(RewritingFields.of(Fields.of(name, "evil"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "for=1.2.3.4, ''", "for=1.2.3.4;by=5.6.7.8, ''", "'For=1.2.3.4, for=5.6.7.8', ''",
			"for=1.2.3.4;host=evil, host=evil", "Host=Evil;proto=https, host=evil;proto=https",
			"'for=a, host=evil', host=evil", "'for=\"a;host=evil\"', 'for=\"a;host=evil\"'" })
	void forwardedSaysWhoAskedAsWell(String forwarded, String kept) {
		if (kept.isEmpty()) {
			assertThat(RewritingFields.of(Fields.of("Forwarded", forwarded))).isEmpty();
		}
		else {
			assertThat(RewritingFields.of(Fields.of("Forwarded", forwarded)))
				.containsExactly(new HeaderField("Forwarded", kept));
		}
	}

	@ParameterizedTest
	@CsvSource({ "X-HTTP-Method-Override, true", "x-http-method-override, true", "X-HTTP-Method, true",
			"X-Method-Override, true", "X-Method, false", "Allow, false" })
	void claimAMethod(String name, boolean claimed) {
		assertThat(RewritingFields.overrideMethod(Fields.of(name, "DELETE"))).isEqualTo(claimed);
	}

	@Test
	void arePartOfTheKey() {
		assertThat(ResponseKey.of(Requests.get("X-Forwarded-Host", "evil"), Responses.STANDARD))
			.isNotEqualTo(ResponseKey.of(Requests.get(), Responses.STANDARD));
	}

}
