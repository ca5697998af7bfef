package io.freshet.caching.web;

import java.util.Set;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.http.StoredResponse;

/**
 * Labels responses for a cache in front of this one.
 */
@FunctionalInterface
public interface ResponseLabels {

	/**
	 * Labels nothing: there is nobody in front.
	 */
	ResponseLabels NONE = (key, response, tags) -> response;

	/**
	 * Labels a response that is about to be stored.
	 * @param key its key
	 * @param response the response
	 * @param tags its cache tags
	 * @return the response with its labels
	 */
	StoredResponse label(CacheKey key, StoredResponse response, Set<CacheTag> tags);

	/**
	 * Returns whether the labels are written to a field, in answers to all reading
	 * requests.
	 * @param field the name of the field
	 * @return whether they are, in place of what the handler wrote to it
	 */
	default boolean write(String field) {
		return false;
	}

}
