package io.freshet.caching;

/**
 * What a cache knows of a key: its value, or that there is none.
 *
 * @param <V> the type of the value
 */
public sealed interface CacheValue<V> {

	/**
	 * There is a value.
	 *
	 * @param <V> the type of the value
	 * @param value the value
	 */
	record Present<V>(V value) implements CacheValue<V> {
	}

	/**
	 * It is remembered that there is no value.
	 *
	 * @param <V> the type of the value
	 */
	record Absent<V>() implements CacheValue<V> {
	}

}
