package io.freshet.caching.observation;

import java.util.Locale;
import java.util.regex.Pattern;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import io.freshet.caching.store.ResponseOutcome;

/**
 * Adds to the observation of a request what the response cache told the client about it,
 * read from what it told: {@code cache.status} is {@code hit}, {@code stale},
 * {@code revalidated}, {@code miss}, {@code bypass}, or {@code none} where the cache had
 * no part; {@code cache.reason}, in spans only, is why. A header that somebody else has
 * written, with words of their own, counts as none.
 */
public final class ResponseStatusObservation implements ObservationFilter {

	private static final String NONE = "none";

	private static final Pattern SEPARATOR = Pattern.compile("; ");

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ServerRequestObservationContext request) {
			ResponseOutcome outcome = outcome(request.getResponse());
			context.addLowCardinalityKeyValue(KeyValue.of("cache.status", (outcome != null) ? outcome.status() : NONE));
			context
				.addHighCardinalityKeyValue(KeyValue.of("cache.reason", (outcome != null) ? outcome.reason() : NONE));
		}
		return context;
	}

	private static @Nullable ResponseOutcome outcome(@Nullable ServerHttpResponse response) {
		HttpHeaders headers = (response != null) ? response.getHeaders() : HttpHeaders.EMPTY;
		String status = headers.getFirst("X-Cache");
		String value = headers.getFirst("Cache-Status");
		return (status == null || value == null) ? null
				: ResponseOutcome.of(status, reason(status.toLowerCase(Locale.ROOT), value));
	}

	private static String reason(String status, String value) {
		return switch (status) {
			case "hit" -> ResponseOutcome.HIT.reason();
			case "revalidated" -> ResponseOutcome.REVALIDATED.reason();
			default -> {
				String detail = parameter(value, "detail=");
				yield (detail != null) ? detail : String.valueOf(parameter(value, "fwd="));
			}
		};
	}

	private static @Nullable String parameter(String value, String name) {
		for (String parameter : SEPARATOR.split(value, -1)) {
			if (parameter.startsWith(name)) {
				return parameter.substring(name.length());
			}
		}
		return null;
	}

}
