package io.freshet.tags;

import io.freshet.tags.paging.SortField;

/**
 * What tags can be listed by.
 */
public enum TagSort implements SortField {

	/**
	 * By the name that readers see.
	 */
	NAME("name"),

	/**
	 * By the number of posts.
	 */
	POST_COUNT("postCount"),

	/**
	 * By age.
	 */
	CREATED_AT("createdAt");

	private final String parameter;

	TagSort(String parameter) {
		this.parameter = parameter;
	}

	@Override
	public String parameter() {
		return this.parameter;
	}

}
