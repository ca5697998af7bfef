package io.freshet.posts;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.CachingOperator;
import io.freshet.caching.DomainEventHandler;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.tags.Slug;
import io.freshet.tags.paging.Page;
import io.freshet.tags.paging.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * What is cached of posts, under which cache tags, and what a change invalidates.
 *
 * <table>
 * <caption>Cache tags</caption>
 * <tr>
 * <td>{@code post:<id>}</td>
 * <td>shows the post, or that there is none</td>
 * </tr>
 * <tr>
 * <td>{@code post-list:all}</td>
 * <td>lists posts whatever their tags: one came or went</td>
 * </tr>
 * <tr>
 * <td>{@code post-list-tagged:<slug>}</td>
 * <td>lists the posts of a tag: one came or went</td>
 * </tr>
 * <tr>
 * <td>{@code post-order:title}, {@code post-order:updated-at}</td>
 * <td>lists posts in an order that a change of any post may change</td>
 * </tr>
 * </table>
 * <p>
 * That what shows a post depends on its tags as well is recorded where these are read, in
 * {@link io.freshet.tags.Tags#labels}.
 */
@Component
class PostCaches implements DomainEventHandler<PostEvent> {

	static final String POSTS = "posts";

	static final String LISTS = "post-lists";

	private static final Duration SHORTEST = Duration.ofMinutes(1);

	private static final Duration LONGEST = Duration.ofMinutes(30);

	private static final Duration LATER_PAGES = Duration.ofMinutes(1);

	private static final CacheTag ALL = CacheTag.of("post-list", "all");

	private static final CacheTag ORDER_BY_TITLE = CacheTag.of("post-order", "title");

	private static final CacheTag ORDER_BY_UPDATED_AT = CacheTag.of("post-order", "updated-at");

	private final ReactiveCache<Post> posts;

	private final ReactiveCache<Page<Post>> lists;

	/** Hardly anybody turns to the same one again: to keep them for long is of no use. */
	private final ReactiveCache<Page<Post>> laterPages;

	private final CacheInvalidator invalidator;

	PostCaches(ReactiveCacheManager caches, CacheInvalidator invalidator) {
		this.posts = caches.cache(POSTS, Post.class);
		this.lists = caches.cache(LISTS, new ParameterizedTypeReference<>() {
		});
		this.laterPages = this.lists.with((policy) -> policy.withTtl(LATER_PAGES));
		this.invalidator = invalidator;
	}

	CachingOperator<Post> post(PostId id) {
		return this.posts.caching(CacheKey.of(id), CacheTagger.always(post(id.value())),
				(post) -> lifetime(post, Instant.now()));
	}

	CachingOperator<Page<Post>> list(PageRequest<PostSort> request, @Nullable Slug tag) {
		ReactiveCache<Page<Post>> pages = (request.page() > 0) ? this.laterPages : this.lists;
		CacheTagger<Page<Post>> tagger = CacheTagger.<Page<Post>>always(listed(tag))
			.and((page) -> tagsOf(page, request.sort(), tag));
		return pages.caching(CacheKey.of(request.page(), request.size(), request.sortParameter(), tag), tagger);
	}

	@Override
	public Mono<Void> handle(PostEvent event) {
		return this.invalidator.invalidate(invalidatedBy(event));
	}

	/**
	 * A post that has long been as it is will be so for a while, one that has just
	 * changed is likely to change again: a tenth of the time since then, as HTTP caches
	 * guess it (RFC 9111, section 4.2.2).
	 */
	static Duration lifetime(Post post, Instant now) {
		Duration guess = Duration.between(post.updatedAt(), now).dividedBy(10);
		if (guess.compareTo(SHORTEST) < 0) {
			return SHORTEST;
		}
		return (guess.compareTo(LONGEST) > 0) ? LONGEST : guess;
	}

	static Set<CacheTag> tagsOf(Page<Post> page, PostSort sort, @Nullable Slug tag) {
		Set<CacheTag> tags = new LinkedHashSet<>();
		tags.add(listed(tag));
		switch (sort) {
			case TITLE -> tags.add(ORDER_BY_TITLE);
			case UPDATED_AT -> tags.add(ORDER_BY_UPDATED_AT);
			case CREATED_AT -> {
				// This order never changes.
			}
		}
		page.items().forEach((post) -> tags.add(post(post.id().value())));
		return tags;
	}

	static Set<CacheTag> invalidatedBy(PostEvent event) {
		if (event instanceof PostCreated created) {
			return cameOrWent(created.post());
		}
		if (event instanceof PostUpdated updated) {
			Set<CacheTag> tags = new LinkedHashSet<>();
			tags.add(post(updated.after().id().value()));
			tags.add(ORDER_BY_UPDATED_AT);
			if (updated.retitled()) {
				tags.add(ORDER_BY_TITLE);
			}
			addTagged(tags, updated.retagged());
			return tags;
		}
		if (event instanceof PostDeleted deleted) {
			return cameOrWent(deleted.post());
		}
		throw new IllegalArgumentException("Nobody said what " + event + " invalidates");
	}

	private static Set<CacheTag> cameOrWent(Post post) {
		Set<CacheTag> tags = new LinkedHashSet<>();
		tags.add(post(post.id().value()));
		tags.add(ALL);
		addTagged(tags, post.slugs());
		return tags;
	}

	private static void addTagged(Set<CacheTag> tags, Collection<Slug> slugs) {
		slugs.forEach((slug) -> tags.add(tagged(slug)));
	}

	private static CacheTag listed(@Nullable Slug tag) {
		return (tag != null) ? tagged(tag) : ALL;
	}

	private static CacheTag post(long id) {
		return CacheTag.of("post", id);
	}

	private static CacheTag tagged(Slug slug) {
		return CacheTag.of("post-list-tagged", slug);
	}

}
