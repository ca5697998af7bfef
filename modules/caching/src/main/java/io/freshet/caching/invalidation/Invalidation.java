package io.freshet.caching.invalidation;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;

/**
 * What one change makes invalid.
 *
 * @param labels the texts of cache tags, and of single keys with {@link #KEY_PREFIX} in
 * front
 * @param pattern a glob over the full texts of keys, or {@code null}
 */
public record Invalidation(Set<String> labels, @Nullable KeyPattern pattern) {

	/**
	 * What the label of a single key begins with. No cache tag does: a tag begins with a
	 * letter.
	 */
	static final String KEY_PREFIX = "=";

	/**
	 * Copies the labels.
	 * @param labels the labels
	 * @param pattern a glob, or {@code null}
	 */
	public Invalidation {
		labels = Set.copyOf(labels);
	}

	/**
	 * Makes an invalidation of every entry that carries one of some tags.
	 * @param tags the tags
	 * @return the invalidation
	 */
	public static Invalidation ofTags(Collection<CacheTag> tags) {
		return new Invalidation(Set.copyOf(tags.stream().map(CacheTag::value).toList()), null);
	}

	/**
	 * Makes an invalidation of single entries.
	 * @param keys the full texts of their keys
	 * @return the invalidation
	 */
	public static Invalidation ofKeys(Collection<String> keys) {
		return new Invalidation(Set.copyOf(keys.stream().map(Invalidation::keyLabel).toList()), null);
	}

	/**
	 * Makes an invalidation of the entries whose keys match a pattern.
	 * @param pattern the pattern
	 * @return the invalidation
	 */
	public static Invalidation ofPattern(KeyPattern pattern) {
		return new Invalidation(Set.of(), pattern);
	}

	/**
	 * Returns the label that stands for one key.
	 * @param key the full text of the key
	 * @return the label
	 */
	static String keyLabel(String key) {
		return KEY_PREFIX + key;
	}

	/**
	 * Returns the labels in an order that is always the same.
	 * @return the labels
	 */
	public List<String> sortedLabels() {
		return this.labels.stream().sorted().toList();
	}

}
