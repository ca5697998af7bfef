package io.freshet.caching.http;

import org.greenbytes.http.sfv.OuterList;
import org.greenbytes.http.sfv.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9211: the field Cache-Status. */
class Rfc9211Tests {

	@Test
	void section2Point1TellsAHit() {
		assertThat(CacheStatus.hit(30)).hasToString("Freshet; hit; ttl=30");
		assertThat(CacheStatus.hit(-3).withDetail("unjudged")).hasToString("Freshet; hit; ttl=-3; detail=unjudged");
	}

	@Test
	void section2TellsNeitherAHitNorAReasonWhereThereIsNoResponse() {
		assertThat(CacheStatus.refused("only-if-cached")).hasToString("Freshet; detail=only-if-cached");
	}

	@ParameterizedTest
	@CsvSource({ "BYPASS, bypass", "METHOD, method", "URI_MISS, uri-miss", "VARY_MISS, vary-miss", "MISS, miss",
			"REQUEST, request", "STALE, stale" })
	void section2Point2TellsWhyARequestWentOn(ForwardReason reason, String token) {
		assertThat(CacheStatus.forwarded(reason).value()).isEqualTo("Freshet; fwd=" + token);
	}

	@Test
	void sections2Point3To2Point6TellWhatCameOfIt() {
		assertThat(CacheStatus.forwarded(ForwardReason.STALE).withForwardStatus(304).withTtl(60).withStored().value())
			.isEqualTo("Freshet; fwd=stale; fwd-status=304; ttl=60; stored");
		assertThat(CacheStatus.forwarded(ForwardReason.URI_MISS).withCollapsed().value())
			.isEqualTo("Freshet; fwd=uri-miss; collapsed");
	}

	@ParameterizedTest
	@CsvSource({ "no-store, no-store", "two words, \"two words\"", "'', \"\"", "9lives, \"9lives\"", "ä, \"?\"" })
	void section2Point8TellsMore(String detail, String written) {
		assertThat(CacheStatus.hit(1).withDetail(detail).value()).isEqualTo("Freshet; hit; ttl=1; detail=" + written);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nSet-Cookie: x=y", "a\u0000b", "\u2028", "\"", "\\", "a\u007f", "; hit" })
	void isAlwaysOneMemberOfAStructuredList(String text) {
		String value = CacheStatus.forwarded(ForwardReason.MISS).withDetail(text).value();

		OuterList list = new Parser(value).parseList();
		assertThat(list.get()).hasSize(1);
		assertThat(list.get().get(0).getParams()).containsOnlyKeys("fwd", "detail");
	}

	@ParameterizedTest
	@EnumSource(ForwardReason.class)
	void everyReasonIsAToken(ForwardReason reason) {
		assertThat(FieldLists.isToken(reason.token())).isTrue();
	}

}
