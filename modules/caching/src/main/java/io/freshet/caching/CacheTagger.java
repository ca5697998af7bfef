package io.freshet.caching;

import java.util.Collection;
import java.util.List;

/**
 * Says which cache tags an entry carries, once its value is known.
 *
 * @param <V> the type of the value; for a {@code Flux} the type of one element, and each
 * element adds its tags
 */
@FunctionalInterface
public interface CacheTagger<V> {

	/**
	 * Returns the tags for a value.
	 * @param value the value that was loaded
	 * @return its tags, possibly none
	 */
	Collection<CacheTag> tagsOf(V value);

	/**
	 * Gives every value the same tags.
	 * @param <V> the type of the value
	 * @param tags the tags
	 * @return a tagger that does not look at the value
	 */
	static <V> CacheTagger<V> always(CacheTag... tags) {
		List<CacheTag> fixed = List.of(tags);
		return (value) -> fixed;
	}

}
