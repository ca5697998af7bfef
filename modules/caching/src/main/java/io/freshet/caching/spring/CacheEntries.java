package io.freshet.caching.spring;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.CacheValue;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.KeyReplacer;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.StampedCache;
import io.freshet.caching.store.EntryKey;

/**
 * What can be done with the entries of one cache, by Spring's keys, as cold publishers.
 * Whether the caches are to be passed by stands in the Reactor context.
 */
final class CacheEntries {

	/** Of a key inside a tag, so that the tag is not too long. */
	private static final int LONGEST_TEXT = 120;

	private final CacheName name;

	private final CacheTag all;

	private final ValueTypes types;

	private final Function<ParameterizedTypeReference<Object>, StampedCache<Object>> cache;

	private final TransactionalInvalidator invalidator;

	private final KeyReplacer replacer;

	CacheEntries(CacheName name, ValueTypes types,
			Function<ParameterizedTypeReference<Object>, StampedCache<Object>> cache,
			TransactionalInvalidator invalidator, KeyReplacer replacer) {
		this.name = name;
		this.all = CacheTag.of("entries", name);
		this.types = types;
		this.cache = cache;
		this.invalidator = invalidator;
		this.replacer = replacer;
	}

	CacheName name() {
		return this.name;
	}

	boolean isTyped() {
		return this.types.isDeclared(this.name);
	}

	StampedCache<Object> typed() {
		return this.cache.apply(this.types.typeOf(this.name));
	}

	/**
	 * Looks an entry up. Whoever asks depends on it from now on, whatever there is.
	 */
	Mono<CacheValue<Object>> lookup(Object key) {
		return Mono.deferContextual((context) -> {
			CacheKey own = KeyTexts.of(key);
			CacheDependencies.record(context, tagsOf(own));
			return typed().lookup(own);
		});
	}

	/**
	 * Reads through the cache, or joins the load that runs. Whoever asks depends on the
	 * entry from now on, whether there is to be one or not.
	 * @param keeps whether what was loaded may be kept
	 */
	Mono<Object> read(Object key, Mono<Object> origin, Predicate<@Nullable Object> keeps) {
		return Mono.deferContextual((context) -> {
			CacheKey own = KeyTexts.of(key);
			KeepingTagger tagger = new KeepingTagger(tagsOf(own), keeps);
			CacheDependencies.record(context, tagger.own());
			return Mono.from(typed().caching(own, tagger).apply(origin));
		});
	}

	/** Brings what was loaded after a miss. */
	Mono<Void> fill(Object key, @Nullable Object value, Set<CacheTag> tags, Stamp stamp) {
		return Mono.defer(() -> {
			CacheKey own = KeyTexts.of(key);
			Set<CacheTag> all = new HashSet<>(tags);
			all.addAll(tagsOf(own));
			return typed().fill(own, value, all, stamp);
		});
	}

	/**
	 * Puts a value in the place of what every instance has. Inside a transaction the key
	 * is invalidated with the commit, and nothing is kept.
	 */
	Mono<Void> replace(Object key, @Nullable Object value, Set<CacheTag> tags, Stamp stamp) {
		return Mono.defer(() -> {
			CacheKey own = KeyTexts.of(key);
			Set<CacheTag> others = new HashSet<>(tags);
			others.remove(tagOf(own));
			others.add(this.all);
			return this.replacer.replace(textOf(own), tagOf(own), others, stamp)
				.flatMap((reached) -> fill(key, value, others, reached));
		});
	}

	Mono<Void> evict(Object key) {
		return Mono.defer(() -> {
			CacheKey own = KeyTexts.of(key);
			return this.invalidator.invalidate(new Invalidation(Set.of(tagOf(own).value()), Set.of(textOf(own)), null));
		});
	}

	Mono<Void> clear() {
		return this.invalidator
			.invalidate(new Invalidation(Set.of(this.all.value()), Set.of(), KeyPattern.of(this.name + ":*")));
	}

	private String textOf(CacheKey key) {
		return new EntryKey(this.name, key).text();
	}

	private Set<CacheTag> tagsOf(CacheKey key) {
		return Set.of(tagOf(key), this.all);
	}

	/**
	 * Returns the tag that stands for a key. By it an eviction reaches whatever was made
	 * from the entry: other entries, and stored responses.
	 */
	private CacheTag tagOf(CacheKey key) {
		String text = URLEncoder.encode(key.value(), StandardCharsets.UTF_8);
		return CacheTag.of("entry", this.name + ":" + ((text.length() <= LONGEST_TEXT) ? text : digest(text)));
	}

	private static String digest(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return "#" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Gives an entry its own tags. More come from what its load depends on.
	 *
	 * @param own the tags
	 * @param keepable whether a value, or its absence, may be kept
	 */
	private record KeepingTagger(Set<CacheTag> own,
			Predicate<@Nullable Object> keepable) implements CacheTagger<Object> {

		@Override
		public Collection<CacheTag> tagsOf(Object value) {
			return this.own;
		}

		@Override
		public boolean keeps(Object value) {
			return this.keepable.test(value);
		}

		@Override
		public Optional<Collection<CacheTag>> tagsOfAbsence() {
			return this.keepable.test(null) ? Optional.of(this.own) : Optional.empty();
		}

	}

}
