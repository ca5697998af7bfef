package io.freshet.caching.load;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.load.StreamedFill.Hooks;
import io.freshet.caching.store.StoredEntry;

/**
 * What a caller brings along to a load that hands on elements as they come.
 */
interface StreamedLoad<V> {

	/**
	 * Makes a load of its own, which is not running yet.
	 * @param hooks what is done at certain moments
	 * @return the load
	 */
	StreamedFill<V> begin(Hooks hooks);

	/**
	 * Puts around a load of its own what belongs around it.
	 * @param run the load
	 * @return the load, complete
	 */
	Mono<StoredEntry> around(Mono<StoredEntry> run);

	/**
	 * Returns the values of an entry that was waited for.
	 * @param entry the entry
	 * @return its values, for this caller; the error that it holds
	 */
	Flux<V> valuesOf(StoredEntry entry);

}
