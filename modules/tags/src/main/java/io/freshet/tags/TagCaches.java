package io.freshet.tags;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.DomainEventHandler;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.tags.paging.Page;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What is cached of tags, under which cache tags, and what a change invalidates.
 *
 * <table>
 * <caption>Cache tags</caption>
 * <tr>
 * <td>{@code tag:<slug>}</td>
 * <td>shows the tag, or that there is none</td>
 * </tr>
 * <tr>
 * <td>{@code tag-count:<slug>}</td>
 * <td>shows the number of its posts; apart from the tag, so that a post that shows its
 * tags outlives a new post under one of them</td>
 * </tr>
 * <tr>
 * <td>{@code tag-list:all}</td>
 * <td>lists tags: one came or went</td>
 * </tr>
 * <tr>
 * <td>{@code tag-list:details}</td>
 * <td>shows name or description of every tag: those of one changed</td>
 * </tr>
 * <tr>
 * <td>{@code tag-order:name}, {@code tag-order:post-count}</td>
 * <td>lists tags in an order that a change of any tag may change</td>
 * </tr>
 * </table>
 */
@Component
class TagCaches implements DomainEventHandler<TagEvent> {

	static final String TAGS = "tags";

	static final String LISTS = "tag-lists";

	static final String LABELS = "tag-labels";

	static final String EXPORT = "tag-export";

	private static final CacheTag ALL = CacheTag.of("tag-list", "all");

	private static final CacheTag DETAILS = CacheTag.of("tag-list", "details");

	private static final CacheTag ORDER_BY_NAME = CacheTag.of("tag-order", "name");

	private static final CacheTag ORDER_BY_POST_COUNT = CacheTag.of("tag-order", "post-count");

	private final ReactiveCache<TagLabel> labels;

	private final CacheInvalidator invalidator;

	TagCaches(ReactiveCacheManager caches, CacheInvalidator invalidator) {
		this.labels = caches.cache(LABELS, TagLabel.class);
		this.invalidator = invalidator;
	}

	/**
	 * Finds labels, all at once.
	 * @param slugs the slugs of the tags
	 * @param loader loads the labels that are not cached
	 * @return the labels of the tags that there are, by slug
	 */
	Mono<Map<Slug, TagLabel>> labels(Collection<Slug> slugs,
			Function<? super Collection<Slug>, Flux<TagLabel>> loader) {
		return this.labels
			.getAll(slugs.stream().map(CacheKey::of).toList(),
					(missing) -> loader.apply(missing.stream().map(TagCaches::slug).toList())
						.collectMap((label) -> CacheKey.of(label.slug())),
					(key) -> CacheTagger.always(tag(slug(key))))
			.map((found) -> found.values().stream().collect(Collectors.toMap(TagLabel::slug, Function.identity())));
	}

	/** A slug has nothing that would be escaped in a key. */
	private static Slug slug(CacheKey key) {
		return Slug.of(key.value());
	}

	@Override
	public Mono<Void> handle(TagEvent event) {
		return this.invalidator.invalidate(invalidatedBy(event));
	}

	static Set<CacheTag> tagsOf(Page<Tag> page, TagSort sort) {
		Set<CacheTag> tags = new LinkedHashSet<>();
		tags.add(ALL);
		switch (sort) {
			case NAME -> tags.add(ORDER_BY_NAME);
			case POST_COUNT -> tags.add(ORDER_BY_POST_COUNT);
			case CREATED_AT -> {
				// This order never changes.
			}
		}
		for (Tag tag : page.items()) {
			tags.add(tag(tag.slug()));
			tags.add(count(tag.slug()));
		}
		return tags;
	}

	static Set<CacheTag> invalidatedBy(TagEvent event) {
		if (event instanceof TagCreated created) {
			return Set.of(tag(created.tag().slug()), ALL);
		}
		if (event instanceof TagUpdated updated) {
			CacheTag tag = tag(updated.after().slug());
			return updated.renamed() ? Set.of(tag, DETAILS, ORDER_BY_NAME) : Set.of(tag, DETAILS);
		}
		if (event instanceof TagDeleted deleted) {
			return Set.of(tag(deleted.tag().slug()), ALL);
		}
		if (event instanceof TagUseChanged used) {
			Set<CacheTag> tags = new LinkedHashSet<>(used.slugs().stream().sorted().map(TagCaches::count).toList());
			tags.add(ORDER_BY_POST_COUNT);
			return tags;
		}
		throw new IllegalArgumentException("Nobody said what " + event + " invalidates");
	}

	private static CacheTag tag(Slug slug) {
		return CacheTag.of("tag", slug);
	}

	private static CacheTag count(Slug slug) {
		return CacheTag.of("tag-count", slug);
	}

}
