package io.freshet.posts.web;

import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.freshet.posts.Post;
import io.freshet.posts.PostId;
import io.freshet.posts.PostNotFoundException;
import io.freshet.posts.PostSort;
import io.freshet.posts.Posts;
import io.freshet.tags.Slug;
import io.freshet.tags.mergepatch.MergePatches;
import io.freshet.tags.paging.InvalidParameterException;
import io.freshet.tags.paging.Page;
import io.freshet.tags.paging.PageHeaders;
import io.freshet.tags.paging.PageParameters;
import io.freshet.tags.paging.PageRequest;
import io.freshet.tags.paging.PageView;
import io.freshet.tags.paging.SortDirection;
import io.freshet.tags.precondition.EntityTag;
import io.freshet.tags.precondition.IfMatch;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Posts over HTTP; what the documentation says of it is in {@link PostsDocumentation}.
 */
@RestController
@RequestMapping(path = PostsController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class PostsController implements PostsDocumentation {

	static final String PATH = "/api/v1/posts";

	private static final String ANONYMOUS = "anonymous";

	private final Posts posts;

	private final MergePatches patches;

	PostsController(Posts posts, MergePatches patches) {
		this.posts = posts;
		this.patches = patches;
	}

	@Override
	@GetMapping
	public Mono<ResponseEntity<PageView<PostView>>> list(PageParameters parameters,
			@RequestParam(required = false) @Nullable String tag) {
		PageRequest<PostSort> request = parameters.toRequest(PostSort.CREATED_AT, SortDirection.DESC);
		Slug slug = (tag != null) ? slug(tag) : null;
		Map<String, String> filters = (tag != null) ? Map.of("tag", tag) : Map.of();
		return this.posts.list(request, slug)
			.map((page) -> ResponseEntity.ok()
				.headers(PageHeaders.of(PATH, filters, request, page.total()))
				.eTag(entityTag(page, request).toString())
				.body(PageView.of(page.map(PostView::of), request)));
	}

	@Override
	@GetMapping("/{id}")
	public Mono<ResponseEntity<PostView>> find(@PathVariable String id) {
		return this.posts.find(id(id))
			.switchIfEmpty(Mono.error(() -> new PostNotFoundException(id)))
			.map((post) -> answer(ResponseEntity.ok(), post));
	}

	@Override
	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	public Mono<ResponseEntity<PostView>> create(@Valid @RequestBody PostRequest body, ServerWebExchange exchange) {
		return exchange.getPrincipal()
			.map(Principal::getName)
			.defaultIfEmpty(ANONYMOUS)
			.flatMap((author) -> this.posts.create(author, body.content()))
			.map((post) -> answer(ResponseEntity.created(URI.create(PATH + "/" + post.id())), post));
	}

	@Override
	@PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
	public Mono<ResponseEntity<PostView>> replace(@PathVariable String id, @Valid @RequestBody PostRequest body,
			ServerHttpRequest request) {
		IfMatch condition = IfMatch.required(request.getHeaders());
		return this.posts.replace(id(id), condition, body.content()).map((post) -> answer(ResponseEntity.ok(), post));
	}

	@Override
	@PatchMapping(path = "/{id}", consumes = { MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON_VALUE })
	public Mono<ResponseEntity<PostView>> patch(@PathVariable String id, @RequestBody JsonNode body,
			ServerHttpRequest request) {
		IfMatch condition = IfMatch.required(request.getHeaders());
		return this.posts
			.patch(id(id), condition, (current) -> this.patches.apply(body, PostRequest.of(current)).content())
			.map((post) -> answer(ResponseEntity.ok(), post));
	}

	@Override
	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	public Mono<Void> delete(@PathVariable String id, ServerHttpRequest request) {
		IfMatch condition = IfMatch.required(request.getHeaders());
		return this.posts.delete(id(id), condition);
	}

	/**
	 * No post can have an identity that is not a number, so asking for it finds nothing.
	 */
	private static PostId id(String text) {
		try {
			return PostId.of(Long.parseLong(text));
		}
		catch (NumberFormatException ex) {
			throw new PostNotFoundException("'" + text + "'");
		}
	}

	private static Slug slug(String text) {
		return Slug.parse(text)
			.orElseThrow(() -> new InvalidParameterException("tag", text, "a slug such as 'spring-webflux'"));
	}

	private static ResponseEntity<PostView> answer(ResponseEntity.BodyBuilder response, Post post) {
		return response.eTag(post.entityTag().toString()).body(PostView.of(post));
	}

	private static EntityTag entityTag(Page<Post> page, PageRequest<PostSort> request) {
		Stream<String> items = page.items().stream().map((post) -> post.id() + " " + post.entityTag());
		List<String> parts = Stream.concat(Stream.of(request.page() + " " + request.size() + " " + page.total()), items)
			.toList();
		return EntityTag.digestOf(parts);
	}

}
