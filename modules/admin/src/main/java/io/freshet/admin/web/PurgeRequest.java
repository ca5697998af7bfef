package io.freshet.admin.web;

import java.net.URI;
import java.util.Set;
import java.util.TreeSet;

import io.freshet.admin.web.InvalidCacheRequestException.Place;
import io.freshet.caching.CacheTag;
import io.freshet.caching.administration.ResponseSelection;
import tools.jackson.databind.JsonNode;

/**
 * What is to be purged. Read strictly, as what is to be cleared.
 */
final class PurgeRequest {

	static final String URL = "url";

	static final String TAG = "tag";

	static final String GROUP = "group";

	static final String SURROGATE_KEY = "surrogateKey";

	private static final Set<String> MEMBERS = Set.of(URL, TAG, GROUP, SURROGATE_KEY);

	private static final int LONGEST = 1024;

	private PurgeRequest() {
	}

	static ResponseSelection of(JsonNode content, URI self) {
		for (String member : content.propertyNames()) {
			if (!MEMBERS.contains(member)) {
				throw InvalidCacheRequestException.unknown(Place.MEMBER, member, new TreeSet<>(MEMBERS));
			}
		}
		if (!content.isObject() || content.size() != 1) {
			throw new InvalidCacheRequestException(Place.MEMBER, "",
					"The content must be a JSON object with exactly one of "
							+ String.join(", ", new TreeSet<>(MEMBERS)),
					new TreeSet<>(MEMBERS));
		}
		String member = content.propertyNames().iterator().next();
		return of(member, content.get(member), self);
	}

	/** Reads one member. */
	static ResponseSelection of(String member, JsonNode value, URI self) {
		String text = value.isString() ? value.stringValue() : "";
		if (text.isBlank() || text.length() > LONGEST * 8 || text.chars().anyMatch(Character::isISOControl)) {
			throw InvalidCacheRequestException.value(Place.MEMBER, member, value.toString(), "a text");
		}
		return switch (member) {
			case URL -> new ResponseSelection.Url(CacheUri.parse(Place.MEMBER, URL, text, self));
			case TAG -> new ResponseSelection.Tag(tag(text));
			case GROUP -> new ResponseSelection.Group(CacheUri.origin(self), bounded(GROUP, text));
			default -> new ResponseSelection.SurrogateKey(key(text));
		};
	}

	private static CacheTag tag(String text) {
		try {
			return new CacheTag(text);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidCacheRequestException.value(Place.MEMBER, TAG, text,
					"a kind, a colon and an identifier, such as post:42");
		}
	}

	private static String key(String text) {
		if (text.chars().anyMatch(Character::isWhitespace)) {
			throw InvalidCacheRequestException.value(Place.MEMBER, SURROGATE_KEY, text,
					"one label without white space");
		}
		return bounded(SURROGATE_KEY, text);
	}

	private static String bounded(String member, String text) {
		if (text.length() > LONGEST) {
			throw InvalidCacheRequestException.value(Place.MEMBER, member, text,
					"a text of up to " + LONGEST + " characters");
		}
		return text;
	}

}
