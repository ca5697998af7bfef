package io.freshet.tags.paging;

import org.springframework.util.Assert;

/**
 * Asks for one page of a listing.
 *
 * @param <S> the fields that the listing can be sorted by
 * @param page which page, counted from 0
 * @param size how many items a page has, 1 to {@value #MAX_SIZE}
 * @param sort the field that the listing is sorted by
 * @param direction which end comes first
 */
public record PageRequest<S extends Enum<S> & SortField>(int page, int size, S sort, SortDirection direction) {

	/**
	 * Size of a page if nobody says otherwise.
	 */
	public static final int DEFAULT_SIZE = 20;

	/**
	 * Greatest size of a page.
	 */
	public static final int MAX_SIZE = 100;

	/**
	 * Checks the numbers.
	 * @param page the page
	 * @param size the size
	 * @param sort the field
	 * @param direction the direction
	 * @throws IllegalArgumentException if the page or the size is out of range
	 */
	public PageRequest {
		Assert.isTrue(page >= 0, () -> "Page " + page + " must not be negative");
		Assert.isTrue(size >= 1 && size <= MAX_SIZE, () -> "Page size " + size + " must be 1 to " + MAX_SIZE);
	}

	/**
	 * Returns how many items come before this page.
	 * @return the number of items
	 */
	public long offset() {
		return (long) this.page * this.size;
	}

	/**
	 * Returns the order in the form of the {@code sort} parameter.
	 * @return field and direction
	 */
	public String sortParameter() {
		return this.sort.parameter() + "," + this.direction.parameter();
	}

}
