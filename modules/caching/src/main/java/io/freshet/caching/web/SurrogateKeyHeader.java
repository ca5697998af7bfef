package io.freshet.caching.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.invalidation.Invalidation;

/**
 * The field that carries the cache tags of a response to a CDN in front, and the keys in
 * it that an invalidation concerns. Both come from here, so that they meet.
 * <p>
 * A response whose tags do not fit carries {@link #MANY} in place of them, and so does
 * every announcement of tags: such a response goes too often, but never too late.
 */
public final class SurrogateKeyHeader implements ResponseLabels {

	/**
	 * The key that every response carries.
	 */
	public static final String ALL = "freshet:all";

	/**
	 * The key of responses with more tags than fit, or with tags that are not known.
	 */
	public static final String MANY = "freshet:many";

	private static final String UNKNOWN = MANY + " " + ALL;

	private static final String LABEL = "surrogate-key:";

	private static final String KEYS = ResponseCacheFilter.CACHE.value() + ":";

	private static final String GET = "GET ";

	private final String name;

	private final int maxLength;

	/**
	 * Describes the field.
	 * @param name its name
	 * @param maxLength the length of its longest value
	 */
	public SurrogateKeyHeader(String name, int maxLength) {
		this.name = name;
		this.maxLength = maxLength;
	}

	/**
	 * Returns the name of the field.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	@Override
	public StoredResponse label(CacheKey key, StoredResponse response, Set<CacheTag> tags) {
		List<HeaderField> headers = new ArrayList<>(response.headers());
		headers.removeIf((field) -> field.name().equalsIgnoreCase(this.name));
		headers.add(new HeaderField(this.name, value(tags, uri(key.value()))));
		return response.with(headers, response.requestedAt(), response.receivedAt());
	}

	@Override
	public boolean write(String field) {
		return field.equalsIgnoreCase(this.name);
	}

	/**
	 * Returns the value of the field for a response of which nobody knows the tags.
	 */
	static String unknown() {
		return UNKNOWN;
	}

	String value(Collection<CacheTag> tags, @Nullable CacheTag uri) {
		Set<String> keys = new TreeSet<>();
		tags.forEach((tag) -> keys.add(key(tag.value())));
		if (uri != null) {
			keys.add(key(uri.value()));
		}
		keys.add(ALL);
		String value = String.join(" ", keys);
		return (value.length() <= this.maxLength) ? value : UNKNOWN;
	}

	/**
	 * Returns the keys of the responses that an invalidation concerns.
	 * @param invalidation the invalidation
	 * @return the keys; none if it concerns no response
	 */
	public static Set<String> keys(Invalidation invalidation) {
		Set<String> keys = new LinkedHashSet<>();
		invalidation.tags().forEach((tag) -> keys.add(key(tag)));
		invalidation.keys().forEach((text) -> addUri(keys, text));
		KeyPattern pattern = invalidation.pattern();
		if (pattern != null) {
			addPattern(keys, pattern.value());
		}
		if (keys.contains(ALL)) {
			return Set.of(ALL);
		}
		if (!keys.isEmpty()) {
			keys.add(MANY);
		}
		return keys;
	}

	private static void addUri(Set<String> keys, String fullKey) {
		CacheTag uri = fullKey.startsWith(KEYS) ? uri(fullKey.substring(KEYS.length())) : null;
		if (uri != null) {
			keys.add(key(uri.value()));
		}
	}

	/**
	 * A pattern for one URI and its variants has that URI's key; any other one that may
	 * match a response has the key of all.
	 */
	private static void addPattern(Set<String> keys, String pattern) {
		String stem = pattern.endsWith(" *") ? pattern.substring(0, pattern.length() - 2) : pattern;
		StringBuilder plain = new StringBuilder(stem.length());
		boolean exact = true;
		for (int i = 0; i < stem.length() && exact; i++) {
			char c = stem.charAt(i);
			if (c == '*' || c == '?') {
				exact = false;
			}
			else {
				plain.append((c == '\\' && i + 1 < stem.length()) ? stem.charAt(++i) : c);
			}
		}
		String text = plain.toString();
		if (exact && text.startsWith(KEYS + GET)) {
			addUri(keys, text);
		}
		else if (text.startsWith(KEYS) || (!exact && KEYS.startsWith(text))) {
			keys.add(ALL);
		}
	}

	/** The tag of the URI for whose requests something is stored under a key. */
	private static @Nullable CacheTag uri(String key) {
		if (!key.startsWith(GET)) {
			return null;
		}
		int end = key.indexOf(' ', GET.length());
		return ResponseTags.uri(key.substring(GET.length(), (end < 0) ? key.length() : end));
	}

	/**
	 * What a handler called a response is what others call it, too.
	 */
	private static String key(String tag) {
		boolean label = tag.startsWith(LABEL) && tag.charAt(LABEL.length()) != '#';
		String key = label ? tag.substring(LABEL.length()) : tag;
		boolean ascii = key.chars().allMatch((c) -> c > ' ' && c < 0x7f);
		return ascii ? key : URLEncoder.encode(key, StandardCharsets.UTF_8);
	}

}
