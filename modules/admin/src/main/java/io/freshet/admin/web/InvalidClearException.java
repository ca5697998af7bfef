package io.freshet.admin.web;

import java.util.Collection;

import io.freshet.admin.audit.RefusedException;

/**
 * A request to clear caches says something that is not understood.
 */
final class InvalidClearException extends RefusedException {

	private static final int LONGEST_QUOTE = 100;

	private final String parameter;

	private final Object allowed;

	private InvalidClearException(String message, String parameter, Object allowed) {
		super(message);
		this.parameter = parameter;
		this.allowed = allowed;
	}

	static InvalidClearException unknown(String parameter, Collection<String> allowed) {
		return new InvalidClearException("There is no parameter '" + quoted(parameter) + "'; there are "
				+ String.join(" and ", allowed) + ". Nothing was cleared", parameter, allowed);
	}

	static InvalidClearException both(String one, String other) {
		return new InvalidClearException(
				"Parameters '" + one + "' and '" + other + "' exclude each other. Nothing was cleared", other,
				"only without " + one);
	}

	static InvalidClearException repeated(String parameter, int times, String allowed) {
		return new InvalidClearException("Parameter '" + parameter + "' came " + times
				+ " times but may come once; it is " + allowed + ". Nothing was cleared", parameter, allowed);
	}

	static InvalidClearException value(String parameter, String value, String allowed) {
		return new InvalidClearException("Parameter '" + parameter + "' is '" + quoted(value) + "' but must be "
				+ allowed + ". Nothing was cleared", parameter, allowed);
	}

	static InvalidClearException content() {
		return new InvalidClearException(
				"The request has content, which would not be read; what to clear is said by the"
						+ " parameter 'pattern' or 'tag' of the query. Nothing was cleared",
				"pattern", "in the query");
	}

	private static String quoted(String text) {
		return (text.length() <= LONGEST_QUOTE) ? text : text.substring(0, LONGEST_QUOTE) + "…";
	}

	String parameter() {
		return this.parameter;
	}

	Object allowed() {
		return this.allowed;
	}

}
