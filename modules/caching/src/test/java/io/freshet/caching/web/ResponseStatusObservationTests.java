package io.freshet.caching.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.observation.ResponseStatusObservation;
import io.freshet.caching.store.ResponseOutcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client is told and what a trace says are the same.
 */
class ResponseStatusObservationTests {

	private final MockServerHttpResponse response = new MockServerHttpResponse();

	private final Map<String, Object> attributes = new HashMap<>();

	private final ServerRequestObservationContext request = new ServerRequestObservationContext(
			MockServerHttpRequest.get("/things/1").build(), this.response, this.attributes);

	@ParameterizedTest
	@EnumSource(ResponseOutcome.class)
	void sayWhatWasTold(ResponseOutcome outcome) {
		new ToldStatus(outcome, CacheStatus.hit(1)).note(this.attributes);

		says(outcome.status(), outcome.reason());
	}

	@Test
	void areThoseOfTheExchangeThatIsTold() {
		ObservationRegistry registry = ObservationRegistry.create();
		List<String> seen = new ArrayList<>();
		registry.observationConfig()
			.observationFilter(new ResponseStatusObservation())
			.observationHandler(new ObservationHandler<>() {

				@Override
				public void onStop(Observation.Context context) {
					seen.add(String.valueOf(context.getLowCardinalityKeyValue("cache.status")));
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			});

		WebHttpHandlerBuilder.webHandler((exchange) -> {
			ToldStatus.refused().note(exchange.getAttributes());
			return exchange.getResponse().setComplete();
		})
			.observationRegistry(registry)
			.build()
			.handle(MockServerHttpRequest.get("/things/1").build(), this.response)
			.block(Duration.ofSeconds(20));

		assertThat(seen).singleElement().asString().isEqualTo("keyValue(cache.status=miss)");
	}

	@Test
	void sayNothingOfWhatTheCacheHadNoPartIn() {
		says("none", "none");
	}

	@Test
	void doNotRepeatWhatSomebodyElseSays() {
		this.response.getHeaders().set("X-Cache", "HIT");
		this.response.getHeaders().set("Cache-Status", "Freshet; hit; ttl=1");

		says("none", "none");
	}

	@Test
	void leaveOtherObservationsAlone() {
		Observation.Context other = new Observation.Context();

		assertThat(new ResponseStatusObservation().map(other).getAllKeyValues()).isEmpty();
	}

	private void says(String status, String reason) {
		new ResponseStatusObservation().map(this.request);

		assertThat(this.request.getLowCardinalityKeyValues()).contains(KeyValue.of("cache.status", status));
		assertThat(this.request.getHighCardinalityKeyValues()).contains(KeyValue.of("cache.reason", reason));
	}

}
