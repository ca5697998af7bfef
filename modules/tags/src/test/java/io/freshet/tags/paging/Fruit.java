package io.freshet.tags.paging;

/**
 * A listing of fruit can be sorted by these.
 */
enum Fruit implements SortField {

	WEIGHT("weight"), RIPE_AT("ripeAt");

	private final String parameter;

	Fruit(String parameter) {
		this.parameter = parameter;
	}

	@Override
	public String parameter() {
		return this.parameter;
	}

}
