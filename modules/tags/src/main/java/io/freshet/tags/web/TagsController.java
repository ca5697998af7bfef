package io.freshet.tags.web;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.freshet.tags.Slug;
import io.freshet.tags.Tag;
import io.freshet.tags.TagNotFoundException;
import io.freshet.tags.TagSort;
import io.freshet.tags.Tags;
import io.freshet.tags.mergepatch.MergePatches;
import io.freshet.tags.paging.Page;
import io.freshet.tags.paging.PageHeaders;
import io.freshet.tags.paging.PageParameters;
import io.freshet.tags.paging.PageRequest;
import io.freshet.tags.paging.PageView;
import io.freshet.tags.paging.SortDirection;
import io.freshet.tags.precondition.EntityTag;
import io.freshet.tags.precondition.IfMatch;
import jakarta.validation.Valid;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tags over HTTP; what the documentation says of it is in {@link TagsDocumentation}.
 */
@RestController
@RequestMapping(path = TagsController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class TagsController implements TagsDocumentation {

	static final String PATH = "/api/v1/tags";

	private final Tags tags;

	private final MergePatches patches;

	TagsController(Tags tags, MergePatches patches) {
		this.tags = tags;
		this.patches = patches;
	}

	@Override
	@GetMapping
	public Mono<ResponseEntity<PageView<TagView>>> list(PageParameters parameters) {
		PageRequest<TagSort> request = parameters.toRequest(TagSort.NAME, SortDirection.ASC);
		return this.tags.list(request)
			.map((page) -> ResponseEntity.ok()
				.headers(PageHeaders.of(PATH, Map.of(), request, page.total()))
				.eTag(entityTag(page, request).toString())
				.body(PageView.of(page.map(TagView::of), request)));
	}

	@Override
	@GetMapping("/{slug}")
	public Mono<ResponseEntity<TagView>> find(@PathVariable String slug) {
		return slug(slug)
			.flatMap((valid) -> this.tags.find(valid).switchIfEmpty(Mono.error(() -> new TagNotFoundException(slug))))
			.map((tag) -> answer(ResponseEntity.ok(), tag));
	}

	@Override
	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	public Mono<ResponseEntity<TagView>> create(@Valid @RequestBody NewTagRequest body) {
		return Mono.defer(() -> this.tags.create(body.identity(), body.details()))
			.map((tag) -> answer(ResponseEntity.created(URI.create(PATH + "/" + tag.slug())), tag));
	}

	@Override
	@PutMapping(path = "/{slug}", consumes = MediaType.APPLICATION_JSON_VALUE)
	public Mono<ResponseEntity<TagView>> replace(@PathVariable String slug, @Valid @RequestBody TagRequest body,
			ServerHttpRequest request) {
		IfMatch condition = IfMatch.required(request.getHeaders());
		return slug(slug).flatMap((valid) -> this.tags.replace(valid, condition, body.details()))
			.map((tag) -> answer(ResponseEntity.ok(), tag));
	}

	@Override
	@PatchMapping(path = "/{slug}", consumes = { MergePatches.MEDIA_TYPE, MediaType.APPLICATION_JSON_VALUE })
	public Mono<ResponseEntity<TagView>> patch(@PathVariable String slug, @RequestBody JsonNode body,
			ServerHttpRequest request) {
		IfMatch condition = IfMatch.required(request.getHeaders());
		return slug(slug)
			.flatMap((valid) -> this.tags.patch(valid, condition,
					(current) -> this.patches.apply(body, TagRequest.of(current)).details()))
			.map((tag) -> answer(ResponseEntity.ok(), tag));
	}

	@Override
	@DeleteMapping("/{slug}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	public Mono<Void> delete(@PathVariable String slug, ServerHttpRequest request) {
		IfMatch condition = IfMatch.required(request.getHeaders());
		return slug(slug).flatMap((valid) -> this.tags.delete(valid, condition));
	}

	/**
	 * No tag can have a slug that is not one, so asking for it finds nothing.
	 */
	private static Mono<Slug> slug(String text) {
		return Mono.justOrEmpty(Slug.parse(text)).switchIfEmpty(Mono.error(() -> new TagNotFoundException(text)));
	}

	private static ResponseEntity<TagView> answer(ResponseEntity.BodyBuilder response, Tag tag) {
		return response.eTag(tag.entityTag().toString()).body(TagView.of(tag));
	}

	private static EntityTag entityTag(Page<Tag> page, PageRequest<TagSort> request) {
		Stream<String> items = page.items().stream().map((tag) -> tag.slug() + " " + tag.entityTag());
		List<String> parts = Stream.concat(Stream.of(request.page() + " " + request.size() + " " + page.total()), items)
			.toList();
		return EntityTag.digestOf(parts);
	}

}
