package io.freshet.posts;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.freshet.caching.DomainEvents;
import io.freshet.tags.Slug;
import io.freshet.tags.Tags;
import io.freshet.tags.paging.Page;
import io.freshet.tags.paging.PageRequest;
import io.freshet.tags.precondition.IfMatch;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The posts. Nothing happens before subscription. A read is answered from the cache if it
 * can be; a write is one transaction, or joins that of its caller.
 */
@Component
public class Posts {

	private final PostTable table;

	private final Tags tags;

	private final PostCaches caches;

	private final DomainEvents events;

	Posts(PostTable table, Tags tags, PostCaches caches, DomainEvents events) {
		this.table = table;
		this.tags = tags;
		this.caches = caches;
		this.events = events;
	}

	/**
	 * Finds a post.
	 * @param id its identity
	 * @return the post; empty if there is none
	 */
	public Mono<Post> find(PostId id) {
		return load(id).transformDeferred(this.caches.post(id));
	}

	/**
	 * Lists posts. Those that are equal in the chosen field follow in the order of their
	 * identities.
	 * @param request which page, in which order
	 * @param tag the tag that all of them carry, or {@code null} for any
	 * @return the page, empty if it lies behind the last one
	 */
	public Mono<Page<Post>> list(PageRequest<PostSort> request, @Nullable Slug tag) {
		return this.table.page(request, tag).flatMap(this::complete).transformDeferred(this.caches.list(request, tag));
	}

	/**
	 * Publishes a post.
	 * @param author the name of who wrote it
	 * @param content what was written
	 * @return the post; {@link io.freshet.tags.UnknownTagsException} if it has tags that
	 * do not exist
	 */
	@Transactional
	public Mono<Post> create(String author, PostContent content) {
		return this.table.insert(author, content)
			.delayUntil((id) -> retag(id, Set.of(), content.tags()))
			.flatMap(this::load)
			.delayUntil((post) -> this.events.publish(new PostCreated(post)));
	}

	/**
	 * Replaces the content of a post.
	 * @param id its identity
	 * @param condition which states may be replaced
	 * @param content the new content
	 * @return the post after the change; {@link PostNotFoundException} if there is none,
	 * {@link io.freshet.tags.precondition.PreconditionFailedException} if it is in
	 * another state, {@link io.freshet.tags.UnknownTagsException} if the content has tags
	 * that do not exist
	 */
	@Transactional
	public Mono<Post> replace(PostId id, IfMatch condition, PostContent content) {
		return change(id, condition, (current) -> content);
	}

	/**
	 * Changes the content of a post, starting from what it has.
	 * @param id its identity
	 * @param condition which states may be changed
	 * @param patch makes the new content of the current one; what it throws is the error
	 * of the result, and nothing changes
	 * @return the post after the change; {@link PostNotFoundException} if there is none,
	 * {@link io.freshet.tags.precondition.PreconditionFailedException} if it is in
	 * another state, {@link io.freshet.tags.UnknownTagsException} if the new content has
	 * tags that do not exist
	 */
	@Transactional
	public Mono<Post> patch(PostId id, IfMatch condition, UnaryOperator<PostContent> patch) {
		return change(id, condition, patch);
	}

	/**
	 * Deletes a post.
	 * @param id its identity
	 * @param condition which states may be deleted
	 * @return completes when it is deleted; {@link PostNotFoundException} if there is
	 * none, {@link io.freshet.tags.precondition.PreconditionFailedException} if it is in
	 * another state
	 */
	@Transactional
	public Mono<Void> delete(PostId id, IfMatch condition) {
		return lock(id, condition).flatMap((post) -> retag(id, post.slugs(), Set.of()).then(this.table.delete(id))
			.then(this.events.publish(new PostDeleted(post))));
	}

	private Mono<Post> change(PostId id, IfMatch condition, UnaryOperator<PostContent> change) {
		return lock(id, condition).flatMap((before) -> {
			PostContent content = change.apply(before.content());
			if (content.equals(before.content())) {
				return Mono.just(before);
			}
			return this.table.update(id, content)
				.then(retag(id, before.slugs(), content.tags()))
				.then(load(id))
				.delayUntil((after) -> this.events.publish(new PostUpdated(before, after)));
		});
	}

	/**
	 * Holds the post until the transaction ends, then looks at it: nobody changes it
	 * between the comparison and the write.
	 */
	private Mono<Post> lock(PostId id, IfMatch condition) {
		return this.table.lock(id)
			.switchIfEmpty(Mono.error(() -> new PostNotFoundException(id.toString())))
			.flatMap(this::load)
			.doOnNext((post) -> condition.check(post.entityTag()));
	}

	private Mono<Void> retag(PostId id, Collection<Slug> before, Collection<Slug> after) {
		Set<Slug> added = without(after, before);
		Set<Slug> removed = without(before, after);
		return this.tags.recordUse(added, removed)
			.then(this.table.removeTags(id, removed))
			.then(this.table.addTags(id, added));
	}

	private Mono<Post> load(PostId id) {
		return this.table.find(id)
			.flatMap((row) -> complete(new Page<>(List.of(row), 1)).map((page) -> page.items().get(0)));
	}

	private Mono<Page<Post>> complete(Page<PostTable.Row> rows) {
		Set<Slug> slugs = rows.items().stream().flatMap((row) -> row.slugs().stream()).collect(Collectors.toSet());
		return this.tags.labels(slugs).map((labels) -> rows.map((row) -> row.with(labels)));
	}

	private static Set<Slug> without(Collection<Slug> slugs, Collection<Slug> others) {
		Set<Slug> rest = new HashSet<>(slugs);
		rest.removeAll(others);
		return rest;
	}

}
