package io.freshet.tags.paging;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Representation of one page of a listing.
 *
 * @param <T> the representation of an item
 * @param items the items of this page, in order
 * @param page which page, counted from 0
 * @param size how many items a page has
 * @param total how many items the whole listing has
 */
public record PageView<T>(@Schema(description = "Items of this page, in order") List<T> items,
		@Schema(description = "Page, counted from 0", example = "0") int page,
		@Schema(description = "Items a page has", example = "20") int size,
		@Schema(description = "Items the whole listing has", example = "137") long total) {

	/**
	 * Represents a page.
	 * @param <T> the representation of an item
	 * @param page the page
	 * @param request what was asked for
	 * @return the representation
	 */
	public static <T> PageView<T> of(Page<T> page, PageRequest<?> request) {
		return new PageView<>(page.items(), request.page(), request.size(), page.total());
	}

}
