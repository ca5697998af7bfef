package io.freshet.caching.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.HeaderFields;
import io.freshet.caching.http.RequestDecision;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.SelectingFields;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.EntryTimes;
import io.freshet.caching.store.StoredEntry;

/**
 * Keeps responses and finds those that may be for a request.
 */
final class ResponseStore {

	private static final Logger logger = LoggerFactory.getLogger(ResponseStore.class);

	private static final String LANGUAGE = "accept-language";

	private final CacheName cache;

	private final CacheEngine engine;

	private final Finder finder;

	private final ResponseLabels labels;

	private final KeptCodec codec = new KeptCodec();

	private final BodyCompression compression = new BodyCompression();

	ResponseStore(CacheName cache, CacheEngine engine, Finder finder, ResponseLabels labels) {
		this.cache = cache;
		this.engine = engine;
		this.finder = finder;
		this.labels = labels;
	}

	EntryKey key(CacheKey key) {
		return new EntryKey(this.cache, key, KeptCodec.SHAPE);
	}

	/**
	 * Returns the key of a GET of a request's URI.
	 */
	EntryKey key(CacheRequest request, RoutePolicy route) {
		return key(RequestDecision.key(request, route));
	}

	/**
	 * Looks in memory for a response that does not vary, or for the variant of a request.
	 * @param key the key of the request
	 * @param request its header fields
	 * @param now the time, milliseconds since 1970
	 * @return what is there; null if nothing is, or not all that may be for the request
	 */
	@Nullable FoundResponse peek(EntryKey key, HeaderFields request, long now) {
		StoredEntry entry = this.engine.peek(key, now);
		Kept kept = (entry != null) ? decoded(entry) : null;
		if (kept instanceof Kept.Variants variants) {
			Set<Set<String>> fields = variants.fields();
			if (fields.size() != 1) {
				return null;
			}
			entry = this.engine.peek(variantKey(key, SelectingFields.of(request, fields.iterator().next())), now);
			kept = (entry != null) ? decoded(entry) : null;
		}
		return (entry != null && kept instanceof Kept.One one) ? new FoundResponse(entry, one.response()) : null;
	}

	/**
	 * Finds what may be for a request.
	 * @param key the key of the request
	 * @param request its header fields
	 * @param failSafe the time for which an entry is used that cannot be judged
	 * @return what is kept for the key; the decision selects
	 */
	Mono<FoundResponses> find(EntryKey key, HeaderFields request, Duration failSafe) {
		return this.finder.find(key, failSafe).flatMap((entry) -> {
			Kept kept = decoded(entry);
			if (kept instanceof Kept.One one) {
				return Mono.just(FoundResponses.of(new FoundResponse(entry, one.response())));
			}
			return (kept instanceof Kept.Variants variants)
					? findVariants(key, request, variants, failSafe).map((found) -> new FoundResponses(found, true))
					: Mono.empty();
		}).defaultIfEmpty(FoundResponses.NONE);
	}

	private Mono<List<FoundResponse>> findVariants(EntryKey key, HeaderFields request, Kept.Variants variants,
			Duration failSafe) {
		List<EntryKey> exact = variants.fields()
			.stream()
			.map((fields) -> variantKey(key, SelectingFields.of(request, fields)))
			.toList();
		return findAll(exact, failSafe).flatMap((found) -> {
			boolean byLanguage = variants.fields().stream().anyMatch((fields) -> fields.contains(LANGUAGE));
			// A variant in a language that the request prefers is for it, whatever it was
			// stored for.
			return (!found.isEmpty() || !byLanguage) ? Mono.just(found) : findAll(
					variants.selecting().stream().map((variant) -> variantKey(key, variant)).toList(), failSafe);
		});
	}

	private Mono<List<FoundResponse>> findAll(List<EntryKey> keys, Duration failSafe) {
		return Flux.fromIterable(keys)
			.concatMap((key) -> this.finder.find(key, failSafe))
			.<FoundResponse>handle((entry, sink) -> {
				if (decoded(entry) instanceof Kept.One one) {
					sink.next(new FoundResponse(entry, one.response()));
				}
			})
			.collectList();
	}

	@Nullable Kept decoded(StoredEntry entry) {
		try {
			return entry.value(this.codec);
		}
		catch (RuntimeException ex) {
			logger.debug("Stored response {} does not decode, it is asked for anew", entry.key(), ex);
			return null;
		}
	}

	/**
	 * Keeps a response.
	 * @param key the key of the request
	 * @param response the response
	 * @param life how long it lasts, by what it is invalidated
	 * @return completes when this instance finds it
	 */
	Mono<Void> store(EntryKey key, StoredResponse response, Life life) {
		return storeLabelled(key, this.labels.label(key.key(), response, life.tags()), life);
	}

	/**
	 * Keeps a response that came just now, compressed if its route says so.
	 * @param key the key of the request
	 * @param whole the response
	 * @param route the policy of its route
	 * @param life how long it lasts, by what it is invalidated
	 * @return what is kept, when this instance finds it
	 */
	Mono<StoredResponse> storeNew(EntryKey key, StoredResponse whole, RoutePolicy route, Life life) {
		return this.compression.apply(whole, route).flatMap((kept) -> store(key, kept, life).thenReturn(kept));
	}

	private Mono<Void> storeLabelled(EntryKey key, StoredResponse response, Life life) {
		if (response.selecting().isEmpty()) {
			return this.engine.store(entry(key, new Kept.One(response), life)).then();
		}
		// The variant first: whoever learns of it finds it.
		return this.engine.store(entry(variantKey(key, response.selecting()), new Kept.One(response), life))
			.then(addVariant(key, response.selecting(), life));
	}

	private Mono<Void> addVariant(EntryKey key, Map<String, String> selecting, Life life) {
		return this.finder.find(key, Duration.ZERO)
			.map((entry) -> new Listed(decoded(entry) instanceof Kept.Variants known ? known : Kept.Variants.NONE,
					entry.expires()))
			.defaultIfEmpty(new Listed(Kept.Variants.NONE, Instant.EPOCH))
			.filter((listed) -> !listed.variants().selecting().contains(selecting)
					|| listed.until().isBefore(life.expires()))
			.flatMap((listed) -> this.engine.store(entry(key, listed.variants().with(selecting), life)))
			.then();
	}

	private StoredEntry entry(EntryKey key, Kept kept, Life life) {
		boolean variants = kept instanceof Kept.Variants;
		return new StoredEntry(key, EntryKind.ONE, this.codec.encode(kept),
				new EntryTimes(life.received(), life.expires(), life.expires(), life.took()),
				// Which variants there are does not change with what they show.
				variants ? life.uriTags() : life.tags(), life.stamp());
	}

	static EntryKey variantKey(EntryKey key, Map<String, String> selecting) {
		StringBuilder text = new StringBuilder(key.key().value());
		new TreeMap<>(selecting).forEach((name, value) -> text.append(" vary:")
			.append(name)
			.append('=')
			.append(SelectingFields.canonical(name, value)));
		return new EntryKey(key.cache(), new CacheKey(text.toString()), key.shape());
	}

	/**
	 * How long a response lasts.
	 *
	 * @param received when it came
	 * @param expires from when on it is not kept
	 * @param took how long the handler took
	 * @param tags by what it is invalidated
	 * @param uriTags those among them that stand for its URI
	 * @param stamp the snapshot under which it was made
	 */
	record Life(Instant received, Instant expires, Duration took, Set<CacheTag> tags, Set<CacheTag> uriTags,
			Stamp stamp) {
	}

	private record Listed(Kept.Variants variants, Instant until) {
	}

	/**
	 * Looks entries up.
	 */
	@FunctionalInterface
	interface Finder {

		/**
		 * Looks an entry up.
		 * @param key the key
		 * @param failSafe the time for which an entry is used that cannot be judged
		 * @return the entry; empty if there is none to use
		 */
		Mono<StoredEntry> find(EntryKey key, Duration failSafe);

	}

}
