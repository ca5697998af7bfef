package io.freshet.caching.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import io.freshet.caching.web.ToldStatus;

/**
 * Adds to the observation of a request what the response cache told the client about it:
 * {@code cache.status} is {@code hit}, {@code stale}, {@code revalidated}, {@code miss},
 * {@code bypass}, or {@code none} where the cache had no part; {@code cache.reason}, in
 * spans only, is why. What header fields say counts for nothing: somebody else may have
 * written them.
 */
public final class ResponseStatusObservation implements ObservationFilter {

	private static final String NONE = "none";

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ServerRequestObservationContext request) {
			ToldStatus told = ToldStatus.of(request.getAttributes());
			context.addLowCardinalityKeyValue(
					KeyValue.of("cache.status", (told != null) ? told.outcome().status() : NONE));
			context.addHighCardinalityKeyValue(
					KeyValue.of("cache.reason", (told != null) ? told.outcome().reason() : NONE));
		}
		return context;
	}

}
