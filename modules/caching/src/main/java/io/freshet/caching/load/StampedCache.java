package io.freshet.caching.load;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.invalidation.Stamp;

/**
 * A cache that can be filled by somebody who looked up, loaded and brings the value in
 * three steps, and remembers what could be seen when the load began.
 *
 * @param <V> the type of the values
 */
public interface StampedCache<V> extends ReactiveCache<V> {

	/**
	 * Returns the stamp for a load that begins now.
	 * @return the stamp
	 */
	Stamp stamp();

	/**
	 * Stores what a load brought. Whatever was invalidated since the stamp makes the
	 * entry invalid, however late it comes. Inside a reactive transaction nothing is
	 * stored.
	 * @param key the key of the entry
	 * @param value the value, or {@code null} if the load found that there is none
	 * @param tags the cache tags of the entry
	 * @param stamp the stamp from before the load
	 * @return completes when the near tier has the entry, or when it is known not to be
	 * for keeping
	 */
	Mono<Void> fill(CacheKey key, @Nullable V value, Set<CacheTag> tags, Stamp stamp);

}
