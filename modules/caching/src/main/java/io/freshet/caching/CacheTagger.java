package io.freshet.caching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Says which cache tags an entry carries, once its value is known.
 * <p>
 * That there is no value can be cached as well, and must be invalidated when one appears.
 * A tagger that looks at values cannot say by which tags, so with it alone an absence is
 * not cached; combine it with tags that are known beforehand:
 *
 * <pre class="code">
 * CacheTagger.&lt;Post&gt;always(CacheTag.of("post", id)).and((post) -&gt; tagsOf(post.author()))
 * </pre>
 *
 * @param <V> the type of the value; for a {@code Flux} the type of one element, and each
 * element adds its tags
 */
@FunctionalInterface
public interface CacheTagger<V> {

	/**
	 * Returns the tags for a value.
	 * @param value the value that was loaded
	 * @return its tags, possibly none
	 */
	Collection<CacheTag> tagsOf(V value);

	/**
	 * Returns the tags that hold without any value.
	 * @return the tags, possibly none; empty if this tagger needs a value, so that an
	 * absence (or a {@code Flux} without elements) is not cached
	 */
	default Optional<Collection<CacheTag>> tagsOfAbsence() {
		return Optional.empty();
	}

	/**
	 * Returns whether a value may be kept at all. One that may not be is answered to all
	 * who waited for it, and loaded anew for the next one.
	 * @param value the value that was loaded
	 * @return whether to keep it; it is unless said otherwise
	 */
	default boolean keeps(V value) {
		return true;
	}

	/**
	 * Adds tags that depend on the value.
	 * @param other says the tags to add
	 * @return a tagger that gives the tags of both, and for an absence those of this one
	 */
	default CacheTagger<V> and(CacheTagger<? super V> other) {
		CacheTagger<V> first = this;
		return new CacheTagger<>() {

			@Override
			public Collection<CacheTag> tagsOf(V value) {
				List<CacheTag> tags = new ArrayList<>(first.tagsOf(value));
				tags.addAll(other.tagsOf(value));
				return tags;
			}

			@Override
			public Optional<Collection<CacheTag>> tagsOfAbsence() {
				return first.tagsOfAbsence();
			}

			@Override
			public boolean keeps(V value) {
				return first.keeps(value) && other.keeps(value);
			}

		};
	}

	/**
	 * Gives every value, and an absence, the same tags.
	 * @param <V> the type of the value
	 * @param tags the tags
	 * @return a tagger that does not look at the value
	 */
	static <V> CacheTagger<V> always(CacheTag... tags) {
		List<CacheTag> fixed = List.of(tags);
		return new CacheTagger<>() {

			@Override
			public Collection<CacheTag> tagsOf(V value) {
				return fixed;
			}

			@Override
			public Optional<Collection<CacheTag>> tagsOfAbsence() {
				return Optional.of(fixed);
			}

		};
	}

}
