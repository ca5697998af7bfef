package io.freshet.caching.web;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.administration.EntryAdministration;
import io.freshet.caching.administration.EntryCopy;
import io.freshet.caching.administration.EntryPage;
import io.freshet.caching.administration.EntryQuery;
import io.freshet.caching.store.Tier;

/**
 * Finds the URIs of stored responses, with which their keys begin. Those that each
 * principal has of their own are nobody else's, and are left out.
 */
final class StoredUris {

	private static final Logger logger = LoggerFactory.getLogger(StoredUris.class);

	/** The number of URIs that are enough. */
	private static final int MOST = 1000;

	private static final String METHOD = "GET ";

	private static final String OF_A_PRINCIPAL = " @";

	private final EntryAdministration entries;

	StoredUris(EntryAdministration entries) {
		this.entries = entries;
	}

	/**
	 * Finds the URIs of responses in both tiers, valid or not. What cannot be asked is
	 * left out.
	 */
	Mono<List<URI>> tagged(CacheTag tag) {
		Flux<EntryCopy> shared = inTier(Tier.SHARED, tag).onErrorResume((ex) -> {
			logger.warn("The shared tier could not be searched: {}", ex.toString());
			return Flux.empty();
		});
		return inTier(Tier.NEAR, tag).concatWith(shared)
			.mapNotNull((copy) -> uri(copy.head().key().key().value()))
			.distinct()
			.take(MOST)
			.collectList();
	}

	private Flux<EntryCopy> inTier(Tier tier, CacheTag tag) {
		return page(tier, tag, "").expand((page) -> page.next().isEmpty() ? Mono.empty() : page(tier, tag, page.next()))
			.concatMapIterable(EntryPage::entries);
	}

	private Mono<EntryPage> page(Tier tier, CacheTag tag, String position) {
		return Mono.defer(() -> this.entries
			.entries(new EntryQuery(tier, KeyPattern.ALL, tag, ResponseCacheFilter.CACHE, position, MOST)));
	}

	private static @Nullable URI uri(String key) {
		int end = key.indexOf(' ', METHOD.length());
		if (!key.startsWith(METHOD) || key.indexOf(OF_A_PRINCIPAL) >= 0) {
			return null;
		}
		try {
			return URI.create(key.substring(METHOD.length(), (end < 0) ? key.length() : end));
		}
		catch (IllegalArgumentException ex) {
			logger.debug("A client asked for what is no URI: {}", key);
			return null;
		}
	}

}
