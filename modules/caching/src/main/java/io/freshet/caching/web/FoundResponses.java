package io.freshet.caching.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.http.HeaderFields;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.http.Variants;

/**
 * The responses that may be for a request.
 *
 * @param all the responses
 * @param varies whether there are more, for other requests of the same key
 */
record FoundResponses(List<FoundResponse> all, boolean varies) {

	static final FoundResponses NONE = new FoundResponses(List.of(), false);

	static FoundResponses of(FoundResponse one) {
		return new FoundResponses(List.of(one), false);
	}

	List<StoredResponse> responses() {
		return switch (this.all.size()) {
			case 0 -> List.of();
			case 1 -> List.of(this.all.get(0).response());
			default -> this.all.stream().map(FoundResponse::response).toList();
		};
	}

	/**
	 * Returns the response that is for a request.
	 * @param request the header fields of the request
	 * @param route the policy of its route
	 */
	@Nullable FoundResponse selected(HeaderFields request, RoutePolicy route) {
		StoredResponse selected = Variants.select(request, responses(), route);
		return (selected != null) ? of(selected) : null;
	}

	@SuppressWarnings("ReferenceEquality")
	FoundResponse of(StoredResponse response) {
		for (FoundResponse found : this.all) {
			if (found.response() == response) {
				return found;
			}
		}
		throw new IllegalArgumentException("Not among what was found: " + response);
	}

}
