package io.freshet.admin.web;

import io.freshet.admin.audit.RefusedException;

/**
 * A request to explain, purge or warm says something that is not understood.
 */
final class InvalidCacheRequestException extends RefusedException {

	private static final int LONGEST_QUOTE = 100;

	private final Place place;

	private final String name;

	private final Object allowed;

	InvalidCacheRequestException(Place place, String name, String mistake, Object allowed) {
		super(mistake + ". Nothing was done");
		this.place = place;
		this.name = name;
		this.allowed = allowed;
	}

	static InvalidCacheRequestException value(Place place, String name, String value, String allowed) {
		return new InvalidCacheRequestException(place, name,
				place.title + " '" + name + "' is '" + quoted(value) + "' but must be " + allowed, allowed);
	}

	static InvalidCacheRequestException unknown(Place place, String name, Object allowed) {
		return new InvalidCacheRequestException(place, name,
				"There is no " + place.word() + " '" + quoted(name) + "'; there are " + allowed, allowed);
	}

	private static String quoted(String text) {
		return (text.length() <= LONGEST_QUOTE) ? text : text.substring(0, LONGEST_QUOTE) + "…";
	}

	Place place() {
		return this.place;
	}

	String name() {
		return this.name;
	}

	Object allowed() {
		return this.allowed;
	}

	/**
	 * Where the mistake is.
	 */
	enum Place {

		/** In the query. */
		PARAMETER("Parameter"),

		/** In the content. */
		MEMBER("Member");

		private final String title;

		Place(String title) {
			this.title = title;
		}

		String word() {
			return (this == PARAMETER) ? "parameter" : "member";
		}

	}

}
