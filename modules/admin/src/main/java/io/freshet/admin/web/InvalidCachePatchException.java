package io.freshet.admin.web;

import java.util.Collection;

import io.freshet.admin.audit.RefusedException;

/**
 * A request to change a cache says something that is not understood.
 */
final class InvalidCachePatchException extends RefusedException {

	private static final int LONGEST_QUOTE = 100;

	private final String member;

	private final Object allowed;

	private InvalidCachePatchException(String message, String member, Object allowed) {
		super(message + ". Nothing was changed");
		this.member = member;
		this.allowed = allowed;
	}

	static InvalidCachePatchException noChange(Collection<String> allowed) {
		return new InvalidCachePatchException(
				"A change must be a JSON object with at least one of " + String.join(" and ", allowed), "", allowed);
	}

	static InvalidCachePatchException unknown(String member, Collection<String> allowed) {
		return new InvalidCachePatchException("There is no member '" + quoted(member)
				+ "' that may be changed; there are " + String.join(" and ", allowed), member, allowed);
	}

	static InvalidCachePatchException value(String member, String value, String allowed) {
		return new InvalidCachePatchException("Member '" + member + "' is " + quoted(value) + " but must be " + allowed,
				member, allowed);
	}

	private static String quoted(String text) {
		return (text.length() <= LONGEST_QUOTE) ? text : text.substring(0, LONGEST_QUOTE) + "…";
	}

	String member() {
		return this.member;
	}

	Object allowed() {
		return this.allowed;
	}

}
