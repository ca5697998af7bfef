package io.freshet.problems;

import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Where JSON of a request is wrong and what is expected there, told without names of our
 * classes.
 *
 * @param detail what is wrong
 * @param place where it is wrong
 */
record JsonMistake(String detail, Place place) {

	/**
	 * A place in JSON.
	 *
	 * @param path the field, for example {@code tags[0]}; absent if the text breaks off
	 * before one
	 * @param line the line, counted from 1; absent if the JSON was not read from text
	 * @param column the column, counted from 1
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Place(@Nullable String path, @Nullable Integer line, @Nullable Integer column) {

		static Place of(JacksonException ex) {
			TokenStreamLocation location = ex.getLocation();
			boolean known = location != null && location.getLineNr() > 0;
			return new Place(path(ex.getPath()), known ? location.getLineNr() : null,
					known ? location.getColumnNr() : null);
		}

		private static @Nullable String path(List<JacksonException.Reference> references) {
			StringBuilder path = new StringBuilder();
			for (JacksonException.Reference reference : references) {
				if (reference.getPropertyName() == null) {
					path.append('[').append(reference.getIndex()).append(']');
				}
				else {
					path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
				}
			}
			return path.isEmpty() ? null : path.toString();
		}

	}

	static Optional<JsonMistake> in(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof JacksonException mistake) {
				return Optional.of(new JsonMistake(detail(mistake), Place.of(mistake)));
			}
		}
		return Optional.empty();
	}

	private static String detail(JacksonException ex) {
		if (ex instanceof UnrecognizedPropertyException unknown) {
			return "Field '" + unknown.getPropertyName() + "' is not known; known are " + names(unknown);
		}
		if (ex instanceof MismatchedInputException mismatch) {
			return "Expected " + name(mismatch.getTargetType());
		}
		return (ex instanceof StreamReadException broken) ? "Not JSON: " + firstLine(broken.getOriginalMessage())
				: "Does not fit what is expected here";
	}

	private static String names(UnrecognizedPropertyException ex) {
		Collection<Object> known = ex.getKnownPropertyIds();
		return (known != null) ? known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "))
				: "none";
	}

	private static String name(@Nullable Class<?> type) {
		if (type == null) {
			return "something else";
		}
		if (CharSequence.class.isAssignableFrom(type)) {
			return "a text";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "true or false";
		}
		if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
			return "a number";
		}
		if (Collection.class.isAssignableFrom(type) || type.isArray()) {
			return "a list";
		}
		return Temporal.class.isAssignableFrom(type) ? "a time such as 2026-11-22T09:30:00Z" : "an object";
	}

	private static String firstLine(String message) {
		return message.lines().findFirst().orElse("");
	}

}
