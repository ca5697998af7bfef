package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A response as it is kept.
 *
 * @param status the status code
 * @param headers the header fields that are kept, in order
 * @param selecting what the request said in the fields that the response's {@code Vary}
 * names, by their names in lower case; the response is for requests that say the same
 * @param body the body; whoever reads it reads a duplicate
 */
public record StoredResponse(int status, List<HeaderField> headers, Map<String, String> selecting, ByteBuffer body) {

	/**
	 * Copies the header fields.
	 * @param status the status code
	 * @param headers the header fields
	 * @param selecting the selecting fields of the request
	 * @param body the body
	 */
	public StoredResponse {
		headers = List.copyOf(headers);
		selecting = Map.copyOf(selecting);
	}

	/**
	 * Returns whether this response is for a request (RFC 9111, section 4.1).
	 * @param request the header fields of the request
	 * @return whether it says the same in the fields that {@code Vary} names
	 */
	public boolean isFor(HeaderFields request) {
		return this.selecting.entrySet()
			.stream()
			.allMatch((field) -> ResponseVary.normalized(request.values(field.getKey())).equals(field.getValue()));
	}

	/**
	 * Returns the first value of a field.
	 * @param name the name of the field
	 * @return its value, an empty text if the field is absent
	 */
	public String header(String name) {
		for (HeaderField field : this.headers) {
			if (field.name().equalsIgnoreCase(name)) {
				return field.value();
			}
		}
		return "";
	}

}
