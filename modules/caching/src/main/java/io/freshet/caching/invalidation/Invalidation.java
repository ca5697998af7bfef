package io.freshet.caching.invalidation;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;

/**
 * What one change makes invalid.
 *
 * @param tags the texts of cache tags
 * @param keys the full texts of keys
 * @param pattern a glob over the full texts of keys, or {@code null}
 */
public record Invalidation(Set<String> tags, Set<String> keys, @Nullable KeyPattern pattern) {

	/**
	 * What the label of a single key begins with. No cache tag does: a tag begins with a
	 * letter.
	 */
	private static final String KEY_PREFIX = "=";

	/**
	 * Copies the sets.
	 * @param tags the texts of cache tags
	 * @param keys the full texts of keys
	 * @param pattern a glob, or {@code null}
	 */
	public Invalidation {
		tags = Set.copyOf(tags);
		keys = Set.copyOf(keys);
	}

	/**
	 * Makes an invalidation of every entry that carries one of some tags.
	 * @param tags the tags
	 * @return the invalidation
	 */
	public static Invalidation ofTags(Collection<CacheTag> tags) {
		return new Invalidation(tags.stream().map(CacheTag::value).collect(Collectors.toUnmodifiableSet()), Set.of(),
				null);
	}

	/**
	 * Makes an invalidation of single entries.
	 * @param keys the full texts of their keys
	 * @return the invalidation
	 */
	public static Invalidation ofKeys(Collection<String> keys) {
		return new Invalidation(Set.of(), Set.copyOf(keys), null);
	}

	/**
	 * Makes an invalidation of the entries whose keys match a pattern.
	 * @param pattern the pattern
	 * @return the invalidation
	 */
	public static Invalidation ofPattern(KeyPattern pattern) {
		return new Invalidation(Set.of(), Set.of(), pattern);
	}

	/**
	 * Reads what {@link #labels()} wrote.
	 * @param labels the labels
	 * @param pattern a glob, or {@code null}
	 * @return the invalidation
	 */
	public static Invalidation ofLabels(Collection<String> labels, @Nullable KeyPattern pattern) {
		return new Invalidation(
				labels.stream()
					.filter((label) -> !label.startsWith(KEY_PREFIX))
					.collect(Collectors.toUnmodifiableSet()),
				labels.stream()
					.filter((label) -> label.startsWith(KEY_PREFIX))
					.map((label) -> label.substring(KEY_PREFIX.length()))
					.collect(Collectors.toUnmodifiableSet()),
				pattern);
	}

	/**
	 * Returns tags and keys as one list of texts, in an order that is always the same.
	 * @return the labels
	 */
	public List<String> labels() {
		return Stream.concat(this.tags.stream(), this.keys.stream().map((key) -> KEY_PREFIX + key)).sorted().toList();
	}

}
