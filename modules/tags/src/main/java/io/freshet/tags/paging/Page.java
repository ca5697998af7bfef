package io.freshet.tags.paging;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a listing.
 *
 * @param <T> the type of the items
 * @param items the items of this page, in order
 * @param total how many items the whole listing has
 */
public record Page<T>(List<T> items, long total) {

	/**
	 * Copies the list.
	 * @param items the items
	 * @param total the number of all items
	 */
	public Page {
		items = List.copyOf(items);
	}

	/**
	 * Turns each item into something else.
	 * @param <R> the type of the new items
	 * @param mapper makes the new item
	 * @return a page of the new items
	 */
	public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
		return new Page<>(this.items.stream().<R>map(mapper).toList(), this.total);
	}

}
