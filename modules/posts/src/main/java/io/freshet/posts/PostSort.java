package io.freshet.posts;

import io.freshet.tags.paging.SortField;

/**
 * What posts can be listed by.
 */
public enum PostSort implements SortField {

	/**
	 * By age.
	 */
	CREATED_AT("createdAt"),

	/**
	 * By the time of the last change.
	 */
	UPDATED_AT("updatedAt"),

	/**
	 * By title.
	 */
	TITLE("title");

	private final String parameter;

	PostSort(String parameter) {
		this.parameter = parameter;
	}

	@Override
	public String parameter() {
		return this.parameter;
	}

}
