package io.freshet.caching.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.util.context.Context;

import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.http.BypassReason;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.ForwardReason;
import io.freshet.caching.observation.ResponseStatusObservation;
import io.freshet.caching.store.ResponseOutcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client is told and what a trace says are the same.
 */
class ResponseStatusObservationTests {

	private final MockServerHttpResponse response = new MockServerHttpResponse();

	private final ServerRequestObservationContext request = new ServerRequestObservationContext(
			MockServerHttpRequest.get("/things/1").build(), this.response, new HashMap<>());

	@ParameterizedTest
	@EnumSource(BypassReason.class)
	void sayWhyTheCacheWasPassedBy(BypassReason reason) {
		saysWhatWasTold(
				CacheStatusHeaders.bypass(this.response.getHeaders(), CacheStatus.forwarded(ForwardReason.BYPASS)
					.withDetail(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))));
	}

	@ParameterizedTest
	@EnumSource(value = ForwardReason.class, mode = EnumSource.Mode.EXCLUDE, names = { "BYPASS", "METHOD" })
	void sayWhyTheHandlerWasAsked(ForwardReason reason) {
		saysWhatWasTold(CacheStatusHeaders.miss(this.response.getHeaders(),
				CacheStatus.forwarded(reason).withStored().withCollapsed()));
	}

	@Test
	void sayThatItWasAHit() {
		saysWhatWasTold(CacheStatusHeaders.hit(this.response.getHeaders(), Duration.ZERO, Duration.ofSeconds(10)));
	}

	@Test
	void sayThatItWasValidated() {
		saysWhatWasTold(CacheStatusHeaders.validated(this.response.getHeaders(), true));
	}

	@Test
	void sayThatItWasStale() {
		saysWhatWasTold(CacheStatusHeaders.stale(this.response.getHeaders(), Duration.ZERO, Duration.ZERO, "unjudged"));
		CacheDependencies parts = CacheDependencies.open(Context.empty());
		CacheDependencies.recordStale(parts.into(Context.empty()));
		saysWhatWasTold(CacheStatusHeaders.ofParts(this.response.getHeaders(),
				CacheStatus.forwarded(ForwardReason.BYPASS).withDetail("cookies"), ResponseOutcome.COOKIES, parts));
	}

	@Test
	void sayNothingOfWhatTheCacheHadNoPartIn() {
		says("none", "none");
	}

	@Test
	void doNotRepeatWhatSomebodyElseSays() {
		this.response.getHeaders().set("X-Cache", "HIT from an-endless-list-of-names");
		this.response.getHeaders().set("Cache-Status", "Other; hit; detail=secret");

		says("none", "none");
	}

	@Test
	void leaveOtherObservationsAlone() {
		Observation.Context other = new Observation.Context();

		assertThat(new ResponseStatusObservation().map(other).getAllKeyValues()).isEmpty();
	}

	private void saysWhatWasTold(ResponseOutcome told) {
		says(told.status(), told.reason());
	}

	private void says(String status, String reason) {
		new ResponseStatusObservation().map(this.request);

		assertThat(this.request.getLowCardinalityKeyValues()).contains(KeyValue.of("cache.status", status));
		assertThat(this.request.getHighCardinalityKeyValues()).contains(KeyValue.of("cache.reason", reason));
	}

}
