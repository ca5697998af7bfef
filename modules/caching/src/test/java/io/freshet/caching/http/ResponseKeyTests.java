package io.freshet.caching.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.freshet.caching.CacheKey;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseKeyTests {

	private static final String TARGET = "http://host/things";

	@Test
	void readsAsTheRequest() {
		CacheKey key = key(Map.of("size", List.of("5"), "page", List.of("2")), null, "Accept", "text/plain");

		assertThat(key.value()).isEqualTo("GET http://host/things?page=2&size=5 accept=text%2Fplain");
	}

	@Test
	void isTheSameForParametersInAnyOrder() {
		Map<String, List<String>> one = new LinkedHashMap<>();
		one.put("b", List.of("1"));
		one.put("a", List.of("2"));
		Map<String, List<String>> other = new LinkedHashMap<>();
		other.put("a", List.of("2"));
		other.put("b", List.of("1"));

		assertThat(key(one, null)).isEqualTo(key(other, null));
	}

	@Test
	void keepsTheOrderOfTheValuesOfOneParameter() {
		assertThat(key(Map.of("a", List.of("1", "2")), null)).isNotEqualTo(key(Map.of("a", List.of("2", "1")), null));
	}

	@Test
	void tellsAParameterWithoutValueFromAnEmptyOneAndFromNone() {
		CacheKey without = key(Map.of("a", Arrays.asList((String) null)), null);

		assertThat(without).isNotEqualTo(key(Map.of("a", List.of("")), null)).isNotEqualTo(key(Map.of(), null));
	}

	@Test
	void doesNotCountUnlistedParameters() {
		Set<String> listed = Set.of("page");

		assertThat(key(Map.of("page", List.of("2"), "utm", List.of("x")), listed))
			.isEqualTo(key(Map.of("page", List.of("2")), listed));
	}

	@Test
	void countsNoParameterWhereNoneIsListed() {
		assertThat(key(Map.of("page", List.of("2")), Set.of())).isEqualTo(key(Map.of(), null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", " */* ", "" })
	void takesAcceptOfAnythingForNone(String accept) {
		assertThat(key(Map.of(), null, "Accept", accept)).isEqualTo(key(Map.of(), null));
	}

	@Test
	void tellsKeyedHeadersApart() {
		assertThat(key(Map.of(), null, "Accept", "text/plain"))
			.isNotEqualTo(key(Map.of(), null, "Accept", "application/json"))
			.isNotEqualTo(key(Map.of(), null));
	}

	@Test
	void doesNotCountOtherHeaders() {
		assertThat(key(Map.of(), null, "User-Agent", "x")).isEqualTo(key(Map.of(), null));
	}

	@Property(tries = 2_000)
	void isSharedOnlyByRequestsThatAreEqual(@ForAll("requests") Request one, @ForAll("requests") Request other) {
		assertThat(one.key().equals(other.key())).as("%s and %s", one.key(), other.key()).isEqualTo(one.equals(other));
	}

	@Provide
	Arbitrary<Request> requests() {
		// Few characters, those that delimit, so that near misses are frequent.
		Arbitrary<String> text = Arbitraries.strings().withChars("&= a").ofMaxLength(2);
		Arbitrary<String> name = text.filter((value) -> !value.isEmpty());
		Arbitrary<String> path = Arbitraries.strings().withChars("&=a").ofMaxLength(1);
		Arbitrary<Map<String, List<String>>> query = Arbitraries
			.maps(name, text.injectNull(0.2).list().ofMinSize(1).ofMaxSize(2))
			.ofMaxSize(2);
		Arbitrary<String> accept = Arbitraries.strings().withChars("&=a").ofMaxLength(1);
		return Combinators.combine(path, query, accept).as(Request::new);
	}

	private static CacheKey key(Map<String, List<String>> query, @Nullable Set<String> listed, String... headers) {
		return ResponseKey.of(Requests.get(TARGET, query, headers), RoutePolicy.safe().query(listed).build());
	}

	record Request(String path, Map<String, List<String>> query, String accept) {

		CacheKey key() {
			return ResponseKey.of(Requests.get("http://h/" + this.path, this.query, "Accept", this.accept),
					RoutePolicy.safe().build());
		}

	}

}
