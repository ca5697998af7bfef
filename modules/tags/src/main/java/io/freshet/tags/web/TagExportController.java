package io.freshet.tags.web;

import io.freshet.tags.Tags;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * All tags in one response, for those who keep a copy of them. Its path is not below that
 * of the tags, where it could be the slug of one.
 */
@RestController
class TagExportController implements TagExportDocumentation {

	private final Tags tags;

	TagExportController(Tags tags) {
		this.tags = tags;
	}

	@Override
	@GetMapping(path = "/api/v1/tag-export", produces = MediaType.APPLICATION_NDJSON_VALUE)
	public Flux<TagView> export() {
		return this.tags.all().map(TagView::of);
	}

}
