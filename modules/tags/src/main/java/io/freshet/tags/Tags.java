package io.freshet.tags;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.Cached;
import io.freshet.caching.DomainEvents;
import io.freshet.tags.paging.Page;
import io.freshet.tags.paging.PageRequest;
import io.freshet.tags.precondition.IfMatch;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The tags. Nothing happens before subscription. A read is answered from the cache if it
 * can be; a write is one transaction, or joins that of its caller.
 */
@Component
public class Tags {

	private final TagTable table;

	private final TagCaches caches;

	private final DomainEvents events;

	Tags(TagTable table, TagCaches caches, DomainEvents events) {
		this.table = table;
		this.caches = caches;
		this.events = events;
	}

	/**
	 * Finds a tag.
	 * @param slug its slug
	 * @return the tag; empty if there is none
	 */
	@Cached(cache = TagCaches.TAGS, key = "#slug", tags = { "tag:#{#slug}", "tag-count:#{#slug}" })
	public Mono<Tag> find(Slug slug) {
		return this.table.find(slug);
	}

	/**
	 * Lists tags. Those that are equal in the chosen field follow in the order of their
	 * slugs.
	 * @param request which page, in which order
	 * @return the page, empty if it lies behind the last one
	 */
	@Cacheable(cacheNames = TagCaches.LISTS, key = "{#request.page(), #request.size(), #request.sortParameter()}")
	public Mono<Page<Tag>> list(PageRequest<TagSort> request) {
		return this.table.page(request)
			.delayUntil((page) -> CacheDependencies.on(TagCaches.tagsOf(page, request.sort())));
	}

	/**
	 * Reads all tags. Who asks while others are being answered gets what has been read by
	 * then, and the rest as it is read. All of them take much memory and are of use to
	 * few: they go when nobody has asked for them for a while.
	 * @return the tags in the order of their slugs
	 */
	@Cached(cache = TagCaches.EXPORT, key = "'all'", tti = "5m",
			tags = { "tag-list:all", "tag-list:details", "tag-order:post-count" })
	public Flux<Tag> all() {
		return this.table.findAll();
	}

	/**
	 * Finds the labels of several tags, those that are not cached with one statement.
	 * What is cached with labels is invalidated when one of the tags is renamed, but not
	 * when its number of posts changes.
	 * @param slugs the slugs
	 * @return the labels of the tags that there are, by slug
	 */
	public Mono<Map<Slug, TagLabel>> labels(Collection<Slug> slugs) {
		return this.caches.labels(slugs, (missing) -> this.table.findAll(missing).map(TagLabel::of));
	}

	/**
	 * Creates a tag.
	 * @param slug its slug
	 * @param details its name and description
	 * @return the tag; {@link TagExistsException} if the slug is taken
	 */
	@Transactional
	public Mono<Tag> create(Slug slug, TagDetails details) {
		return this.table.insert(slug, details)
			.switchIfEmpty(Mono.error(() -> new TagExistsException(slug)))
			.delayUntil((tag) -> this.events.publish(new TagCreated(tag)));
	}

	/**
	 * Replaces the details of a tag.
	 * @param slug its slug
	 * @param condition which states may be replaced
	 * @param details the new details
	 * @return the tag after the change; {@link TagNotFoundException} if there is none,
	 * {@link io.freshet.tags.precondition.PreconditionFailedException} if it is in
	 * another state
	 */
	@Transactional
	public Mono<Tag> replace(Slug slug, IfMatch condition, TagDetails details) {
		return change(slug, condition, (current) -> details);
	}

	/**
	 * Changes the details of a tag, starting from those it has.
	 * @param slug its slug
	 * @param condition which states may be changed
	 * @param patch makes the new details of the current ones; what it throws is the error
	 * of the result, and nothing changes
	 * @return the tag after the change; {@link TagNotFoundException} if there is none,
	 * {@link io.freshet.tags.precondition.PreconditionFailedException} if it is in
	 * another state
	 */
	@Transactional
	public Mono<Tag> patch(Slug slug, IfMatch condition, UnaryOperator<TagDetails> patch) {
		return change(slug, condition, patch);
	}

	/**
	 * Deletes a tag that no post uses.
	 * @param slug its slug
	 * @param condition which states may be deleted
	 * @return completes when it is deleted; {@link TagNotFoundException} if there is
	 * none, {@link io.freshet.tags.precondition.PreconditionFailedException} if it is in
	 * another state, {@link TagInUseException} if posts use it
	 */
	@Transactional
	public Mono<Void> delete(Slug slug, IfMatch condition) {
		return lock(slug, condition).flatMap((tag) -> {
			if (tag.postCount() > 0) {
				return Mono.error(new TagInUseException(tag));
			}
			return this.table.delete(slug).then(this.events.publish(new TagDeleted(tag)));
		});
	}

	/**
	 * Counts that a post got some tags and lost others. The tags are held until the
	 * transaction of the caller ends, which it must have: a tag that is counted cannot be
	 * deleted meanwhile.
	 * @param added the tags that the post got
	 * @param removed the tags that the post lost
	 * @return completes when they are counted; {@link UnknownTagsException} if there are
	 * no such tags as were added
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Mono<Void> recordUse(Collection<Slug> added, Collection<Slug> removed) {
		Set<Slug> touched = new HashSet<>(added);
		touched.addAll(removed);
		if (touched.isEmpty()) {
			return Mono.empty();
		}
		return this.table.lock(touched).collectList().flatMap((known) -> {
			Set<Slug> unknown = new TreeSet<>(added);
			known.forEach(unknown::remove);
			if (!unknown.isEmpty()) {
				return Mono.error(new UnknownTagsException(unknown));
			}
			return this.table.count(added, removed).then(this.events.publish(new TagUseChanged(touched)));
		});
	}

	private Mono<Tag> change(Slug slug, IfMatch condition, UnaryOperator<TagDetails> change) {
		return lock(slug, condition).flatMap((before) -> {
			TagDetails details = change.apply(before.details());
			if (details.equals(before.details())) {
				return Mono.just(before);
			}
			return this.table.update(slug, details)
				.delayUntil((after) -> this.events.publish(new TagUpdated(before, after)));
		});
	}

	private Mono<Tag> lock(Slug slug, IfMatch condition) {
		return this.table.lock(slug)
			.switchIfEmpty(Mono.error(() -> new TagNotFoundException(slug.value())))
			.doOnNext((tag) -> condition.check(tag.entityTag()));
	}

}
