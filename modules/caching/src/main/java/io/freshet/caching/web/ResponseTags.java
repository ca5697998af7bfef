package io.freshet.caching.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

import io.freshet.caching.CacheTag;
import io.freshet.caching.http.CacheGroups;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.HeaderFields;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.SurrogateKeys;

/**
 * The cache tags by which responses are invalidated over HTTP: their URI, the groups that
 * they belong to (RFC 9875) and their surrogate keys.
 */
final class ResponseTags {

	private static final String URI = "uri";

	private static final String GROUP = "group";

	private static final String SURROGATE_KEY = "surrogate-key";

	private static final int LONGEST_ID = 190;

	private ResponseTags() {
	}

	static Set<CacheTag> of(CacheRequest request, HeaderFields response, RoutePolicy route) {
		Set<CacheTag> tags = new HashSet<>(ofUri(request, route));
		String origin = origin(request.target());
		CacheGroups.of(response).forEach((group) -> tags.add(group(origin, group)));
		SurrogateKeys.of(response).forEach((key) -> tags.add(surrogateKey(key)));
		return tags;
	}

	static Set<CacheTag> ofUri(CacheRequest request, RoutePolicy route) {
		return route.invalidateOnUnsafe() ? Set.of(uri(request.target())) : Set.of();
	}

	/**
	 * Returns the tag of all that is stored for a path, whatever its query.
	 * @param target scheme, authority, path; a query counts for nothing
	 */
	static CacheTag uri(String target) {
		return tag(URI, withoutQuery(target));
	}

	/**
	 * Returns the path of a target.
	 */
	static String path(String target) {
		String written = withoutQuery(target);
		return written.substring(origin(written).length());
	}

	private static String withoutQuery(String target) {
		int query = target.indexOf('?');
		return (query < 0) ? target : target.substring(0, query);
	}

	/**
	 * Groups are those of one origin (RFC 9875, section 2).
	 */
	static CacheTag group(String origin, String group) {
		return tag(GROUP, origin + " " + group);
	}

	static CacheTag surrogateKey(String key) {
		return tag(SURROGATE_KEY, key);
	}

	static String origin(String target) {
		int path = target.indexOf('/', target.indexOf("://") + 3);
		return (path < 0) ? target : target.substring(0, path);
	}

	/**
	 * What does not fit into a tag is told by its digest.
	 */
	private static CacheTag tag(String kind, String id) {
		return (id.length() <= LONGEST_ID && id.chars().allMatch(ResponseTags::isPlain)) ? CacheTag.of(kind, id)
				: CacheTag.of(kind, "#" + digest(id));
	}

	private static boolean isPlain(int c) {
		return c > ' ' && c < 0x7f && c != ',' && c != '#';
	}

	private static String digest(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
