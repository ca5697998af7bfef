package io.freshet.caching.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What requests say in the fields that responses vary by (RFC 9111, section 4.1).
 */
public final class SelectingFields {

	private SelectingFields() {
	}

	/**
	 * Returns what a request says in the fields that a response varies by.
	 * @param request the header fields of the request
	 * @param response the header fields of the response
	 * @return the normalized values by name in lower case
	 */
	public static Map<String, String> of(HeaderFields request, HeaderFields response) {
		return ResponseVary.selecting(request, response);
	}

	/**
	 * Returns what a request says in some fields.
	 * @param request the header fields of the request
	 * @param names the names of the fields, in lower case
	 * @return the normalized values by name
	 */
	public static Map<String, String> of(HeaderFields request, Set<String> names) {
		Map<String, String> selecting = new HashMap<>();
		names.forEach((name) -> selecting.put(name, ResponseVary.normalized(request.values(name))));
		return selecting;
	}

	/**
	 * Returns the same text for values that say the same in other words, and cannot be
	 * taken for anything but one value.
	 * @param name the name of the field, in lower case
	 * @param value a normalized value
	 * @return the text, without white space and control characters
	 */
	public static String canonical(String name, String value) {
		return URLEncoder.encode(NegotiatedFields.canonical(name, value), StandardCharsets.UTF_8);
	}

}
