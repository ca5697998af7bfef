package io.freshet.caching.load;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.CacheTtl;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

/**
 * An origin that answers for several keys at once, and how entries are made of that.
 *
 * @param entries makes and reads the entries
 * @param policy the settings
 * @param loader asks the origin
 * @param taggers gives what tags the entry of a key
 * @param ttl says the lifetime of an entry, if that depends on the value
 */
record BatchOrigin<V>(ValueEntries<V> entries, CachePolicy policy,
		Function<? super Set<CacheKey>, ? extends Mono<Map<CacheKey, V>>> loader,
		Function<? super CacheKey, ? extends CacheTagger<? super V>> taggers, @Nullable CacheTtl<? super V> ttl) {

	Mono<Map<CacheKey, V>> load(Set<CacheKey> keys) {
		return Mono.<Map<CacheKey, V>>defer(() -> this.loader.apply(keys)).defaultIfEmpty(Map.of());
	}

	/**
	 * Asks the origin and makes an entry for each key.
	 */
	Flux<StoredEntry> make(Set<EntryKey> keys, Beginning beginning) {
		Set<CacheKey> asked = new LinkedHashSet<>();
		keys.forEach((key) -> asked.add(key.key()));
		return load(Collections.unmodifiableSet(asked))
			.flatMapMany((loaded) -> Flux.fromIterable(keys).concatMap((key) -> make(key, loaded, beginning)));
	}

	private Mono<StoredEntry> make(EntryKey key, Map<CacheKey, V> loaded, Beginning beginning) {
		return this.entries.makeOne(key, Mono.justOrEmpty(loaded.get(key.key())), markingOf(key.key()), beginning);
	}

	/**
	 * Asks the origin past the cache, and adds the tags of what it answers to the
	 * dependencies of the subscriber.
	 */
	Mono<Map<CacheKey, V>> told(Set<CacheKey> keys) {
		return Mono
			.deferContextual(
					(context) -> load(keys).doOnNext((loaded) -> keys.forEach((key) -> tell(key, loaded, context))))
			.map((loaded) -> inOrder(keys, loaded));
	}

	private void tell(CacheKey key, Map<CacheKey, V> loaded, ContextView context) {
		Marking<V> marking = markingOf(key);
		V value = loaded.get(key);
		if (value != null) {
			marking.tell(value, context);
		}
		else {
			marking.tellAbsence(context);
		}
	}

	private Marking<V> markingOf(CacheKey key) {
		return new Marking<>(this.policy, this.taggers.apply(key), this.ttl);
	}

	/**
	 * Returns the values of entries, for one caller, in the order of the keys.
	 */
	Map<CacheKey, V> valuesOf(Set<CacheKey> keys, List<StoredEntry> found) {
		Map<CacheKey, V> values = new LinkedHashMap<>();
		found.stream()
			.filter((entry) -> entry.kind() == EntryKind.ONE)
			.forEach((entry) -> values.put(entry.key().key(), this.entries.one(entry)));
		return inOrder(keys, values);
	}

	static <V> Map<CacheKey, V> inOrder(Set<CacheKey> keys, Map<CacheKey, V> values) {
		Map<CacheKey, V> ordered = new LinkedHashMap<>();
		for (CacheKey key : keys) {
			V value = values.get(key);
			if (value != null) {
				ordered.put(key, value);
			}
		}
		return Collections.unmodifiableMap(ordered);
	}

}
