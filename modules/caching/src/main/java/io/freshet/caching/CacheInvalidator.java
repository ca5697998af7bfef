package io.freshet.caching;

import java.util.Collection;
import java.util.List;

import reactor.core.publisher.Mono;

/**
 * Invalidates entries by their cache tags, in every instance.
 * <p>
 * Inside a reactive transaction the invalidation is recorded in that transaction: it
 * takes effect when the transaction commits, before the caller learns of the commit, and
 * never if it rolls back. Outside of one it takes effect at once.
 */
public interface CacheInvalidator {

	/**
	 * Invalidates every entry that carries one of the tags.
	 * @param tags the tags; with none nothing happens
	 * @return completes when the invalidation is recorded; an error if it could not be,
	 * which must fail the change that it belongs to
	 */
	default Mono<Void> invalidate(CacheTag... tags) {
		return invalidate(List.of(tags));
	}

	/**
	 * Invalidates every entry that carries one of the tags.
	 * @param tags the tags; with none nothing happens
	 * @return completes when the invalidation is recorded; an error if it could not be,
	 * which must fail the change that it belongs to
	 */
	Mono<Void> invalidate(Collection<CacheTag> tags);

}
