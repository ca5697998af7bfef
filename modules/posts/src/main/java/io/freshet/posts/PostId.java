package io.freshet.posts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies a post, for ever; never given to another one.
 *
 * @param value the number
 */
public record PostId(@JsonValue long value) {

	/**
	 * Makes an identifier.
	 * @param value the number
	 * @return the identifier
	 */
	@JsonCreator
	public static PostId of(long value) {
		return new PostId(value);
	}

	@Override
	public String toString() {
		return Long.toString(this.value);
	}

}
