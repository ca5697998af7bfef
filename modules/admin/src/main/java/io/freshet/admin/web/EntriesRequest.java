package io.freshet.admin.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.freshet.admin.web.InvalidCacheRequestException.Place;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.administration.EntryQuery;
import io.freshet.caching.store.Tier;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Which entries are to be listed. What a cursor says is for no one else to read, and to
 * be given back as it is.
 */
final class EntriesRequest {

	static final String PATTERN = "pattern";

	static final String TAG = "tag";

	static final String CACHE = "cache";

	static final String TIER = "tier";

	static final String CURSOR = "cursor";

	static final String LIMIT = "limit";

	private static final int USUAL_LIMIT = 50;

	private static final int HIGHEST_LIMIT = 500;

	private static final String ALLOWED_CURSOR = "what 'next' of the page before says";

	private EntriesRequest() {
	}

	static EntryQuery of(ServerHttpRequest request) {
		QueryParameters query = QueryParameters.of(request, PATTERN, TAG, CACHE, TIER, CURSOR, LIMIT);
		KeyPattern pattern = query.parsed(PATTERN, KeyPattern::of,
				"a glob of 1 to " + KeyPattern.MAX_LENGTH + " characters, such as posts:*");
		Tier tier = query.parsed(TIER, EntriesRequest::tier, "shared or near");
		Tier wanted = (tier != null) ? tier : Tier.SHARED;
		return new EntryQuery(wanted, (pattern != null) ? pattern : KeyPattern.ALL,
				query.parsed(TAG, CacheTag::new, "a kind, a colon and an identifier, such as post:42"),
				query.parsed(CACHE, CacheName::of, "the name of a cache"), position(query.text(CURSOR), wanted),
				(int) query.number(LIMIT, USUAL_LIMIT, 1, HIGHEST_LIMIT));
	}

	private static Tier tier(String text) {
		for (Tier tier : Tier.values()) {
			if (tier.label().equals(text)) {
				return tier;
			}
		}
		throw new IllegalArgumentException("No tier " + text);
	}

	static @Nullable String cursor(String position, Tier tier) {
		return position.isEmpty() ? null
				: Base64.getUrlEncoder()
					.withoutPadding()
					.encodeToString((tier.label() + " " + position).getBytes(StandardCharsets.UTF_8));
	}

	private static String position(@Nullable String cursor, Tier tier) {
		if (cursor == null) {
			return "";
		}
		String prefix = tier.label() + " ";
		try {
			String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
			if (text.startsWith(prefix) && text.length() > prefix.length()) {
				return text.substring(prefix.length());
			}
		}
		catch (IllegalArgumentException ex) {
			throw InvalidCacheRequestException.value(Place.PARAMETER, CURSOR, cursor, ALLOWED_CURSOR);
		}
		throw InvalidCacheRequestException.value(Place.PARAMETER, CURSOR, cursor, ALLOWED_CURSOR);
	}

}
