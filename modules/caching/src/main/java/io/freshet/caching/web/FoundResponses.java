package io.freshet.caching.web;

import java.util.List;

import io.freshet.caching.http.StoredResponse;

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
		return (this.all.size() == 1) ? List.of(this.all.get(0).response())
				: this.all.stream().map(FoundResponse::response).toList();
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
