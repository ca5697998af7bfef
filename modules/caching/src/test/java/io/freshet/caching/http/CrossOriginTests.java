package io.freshet.caching.http;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Fetch, section 3.3: whose scripts may read a response. */
class CrossOriginTests {

	private static final RoutePolicy SAFE = RoutePolicy.safe().build();

	private static StorageDecision decision(RoutePolicy route, String allowed, String vary) {
		Responses response = vary.isEmpty() ? Responses.ok("Access-Control-Allow-Origin", allowed)
				: Responses.ok("Access-Control-Allow-Origin", allowed, "Vary", vary);
		return response.to(Fields.of("Origin", "https://a.example")).on(route).decision();
	}

	@ParameterizedTest
	@CsvSource({ "https://a.example, ''", "' https://a.example ', ''", "https://a.example, Accept" })
	void whatIsForOneOriginAndDoesNotSaySoIsNotKept(String allowed, String vary) {
		assertThat(decision(SAFE, allowed, vary)).isEqualTo(new StorageDecision.Refuse(RefusalReason.VARY));
	}

	@ParameterizedTest
	@CsvSource({ "https://a.example, Origin", "https://a.example, 'Accept, ORIGIN'", "*, ''", "https://b.example, ''" })
	void whatIsForAllOrSaysForWhomIsKept(String allowed, String vary) {
		assertThat(decision(SAFE, allowed, vary)).isInstanceOf(StorageDecision.Keep.class);
	}

	@Test
	void aRouteThatIsKeyedByOriginKeepsOneForEach() {
		RoutePolicy keyed = RoutePolicy.safe().keyedHeaders(List.of("origin")).build();

		assertThat(decision(keyed, "https://a.example", "")).isInstanceOf(StorageDecision.Keep.class);
	}

	@Test
	void whoDoesNotSayWhereItComesFromGetsWhatIsForAll() {
		assertThat(Responses.ok("Access-Control-Allow-Origin", "https://a.example").on(SAFE).decision())
			.isInstanceOf(StorageDecision.Keep.class);
	}

	@Test
	void theStandardProfileTakesTheFieldsAtTheirWord() {
		RoutePolicy lasting = RoutePolicy.standard().ttl(Duration.ofMinutes(1)).build();

		assertThat(decision(lasting, "https://a.example", "")).isInstanceOf(StorageDecision.Keep.class);
	}

}
