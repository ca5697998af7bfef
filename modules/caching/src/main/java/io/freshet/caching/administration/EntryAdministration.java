package io.freshet.caching.administration;

import reactor.core.publisher.Mono;

/**
 * Looks at single entries, and removes them. An entry is named by the digest of its key.
 * Nothing is counted. All publishers are cold.
 */
public interface EntryAdministration {

	/**
	 * Lists entries of one tier, page after page. One page costs a bounded number of
	 * short calls.
	 * @param query which entries
	 * @return the page; an error if the tier cannot be reached;
	 * {@link IllegalArgumentException} if no page has named the position
	 */
	Mono<EntryPage> entries(EntryQuery query);

	/**
	 * Looks one entry up in both tiers.
	 * @param id the digest of its key
	 * @return the entry; empty if there is none
	 */
	Mono<EntryDetail> entry(String id);

	/**
	 * Has every instance take one entry as invalid, and removes it.
	 * @param id the digest of its key
	 * @return what was removed; empty if there is none; an error if the invalidation
	 * could not be recorded
	 */
	Mono<EntryRemoval> remove(String id);

}
