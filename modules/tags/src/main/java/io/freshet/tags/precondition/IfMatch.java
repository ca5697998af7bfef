package io.freshet.tags.precondition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.http.HttpHeaders;

/**
 * The condition of a write (RFC 9110, section 13.1.1): which states of the resource the
 * client has in mind.
 */
public sealed interface IfMatch {

	/**
	 * Reads the header that every conditional write must have.
	 * @param headers the headers of the request
	 * @return the condition
	 * @throws PreconditionRequiredException if there is no such header
	 * @throws MalformedIfMatchException if the header is not as RFC 9110 says
	 */
	static IfMatch required(HttpHeaders headers) {
		List<String> fields = headers.getOrEmpty(HttpHeaders.IF_MATCH);
		if (fields.isEmpty()) {
			throw new PreconditionRequiredException();
		}
		return parse(String.join(",", fields));
	}

	/**
	 * Reads a condition.
	 * @param field the value of the header; several headers joined by commas
	 * @return the condition
	 * @throws MalformedIfMatchException if the value is not as RFC 9110 says
	 */
	static IfMatch parse(String field) {
		return field.strip().equals("*") ? new AnyState() : OneOf.parse(field);
	}

	/**
	 * Says whether the condition holds for a state.
	 * @param current the entity tag of the current state
	 * @return whether it holds
	 */
	boolean matches(EntityTag current);

	/**
	 * Insists that the condition holds for a state.
	 * @param current the entity tag of the current state
	 * @throws PreconditionFailedException if it does not
	 */
	default void check(EntityTag current) {
		if (!matches(current)) {
			throw new PreconditionFailedException(this, current);
		}
	}

	/**
	 * Any state will do, as long as there is one.
	 */
	record AnyState() implements IfMatch {

		@Override
		public boolean matches(EntityTag current) {
			return true;
		}

		@Override
		public String toString() {
			return "*";
		}

	}

	/**
	 * The state must be one of these.
	 *
	 * @param entityTags the entity tags, at least one
	 */
	record OneOf(List<EntityTag> entityTags) implements IfMatch {

		private static final Pattern ELEMENT = Pattern
			.compile("\\G[ \\t]*+(?:(W/)?\"(" + EntityTag.CHARACTERS + ")\")?[ \\t]*+(?:,|\\z)");

		/**
		 * Copies the list.
		 * @param entityTags the entity tags
		 */
		public OneOf {
			entityTags = List.copyOf(entityTags);
		}

		private static OneOf parse(String field) {
			List<EntityTag> entityTags = new ArrayList<>();
			Matcher element = ELEMENT.matcher(field);
			int end = 0;
			while (end < field.length() && element.find()) {
				end = element.end();
				if (element.group(2) != null) {
					entityTags.add(new EntityTag(element.group(1) != null, element.group(2)));
				}
			}
			if (end < field.length() || entityTags.isEmpty()) {
				throw new MalformedIfMatchException(field);
			}
			return new OneOf(entityTags);
		}

		@Override
		public boolean matches(EntityTag current) {
			return this.entityTags.stream().anyMatch(current::matchesStrongly);
		}

		@Override
		public String toString() {
			return this.entityTags.stream().map(EntityTag::toString).collect(Collectors.joining(", "));
		}

	}

}
