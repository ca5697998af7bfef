package io.freshet.tags.paging;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a listing, as they came: texts, so that a wrong one is answered
 * with what is allowed.
 *
 * @param page which page
 * @param size how many items a page has
 * @param sort the field, and after a comma the direction
 */
public record PageParameters(
		@Parameter(description = "Page, counted from 0",
				schema = @Schema(type = "integer", minimum = "0", defaultValue = "0")) @Nullable String page,
		@Parameter(description = "Items a page has",
				schema = @Schema(type = "integer", minimum = "1", maximum = "100",
						defaultValue = "20")) @Nullable String size,
		@Parameter(description = "Field to sort by, and after a comma `asc` (default) or `desc`",
				schema = @Schema(type = "string")) @Nullable String sort) {

	/**
	 * Reads the parameters.
	 * @param <S> the fields that the listing can be sorted by
	 * @param defaultSort the field to sort by if there is no {@code sort}
	 * @param defaultDirection the direction if there is no {@code sort}
	 * @return what is asked for
	 * @throws InvalidParameterException if a parameter has a value that is not allowed
	 */
	public <S extends Enum<S> & SortField> PageRequest<S> toRequest(S defaultSort, SortDirection defaultDirection) {
		int page = number("page", this.page, 0, 0, Integer.MAX_VALUE);
		int size = number("size", this.size, PageRequest.DEFAULT_SIZE, 1, PageRequest.MAX_SIZE);
		if (this.sort == null) {
			return new PageRequest<>(page, size, defaultSort, defaultDirection);
		}
		String[] parts = this.sort.split(",", -1);
		S field = (parts.length <= 2) ? constant(defaultSort.getDeclaringClass(), parts[0]) : null;
		SortDirection direction = (parts.length == 2) ? direction(parts[1]) : SortDirection.ASC;
		if (field == null || direction == null) {
			throw new InvalidParameterException("sort", this.sort, allowed(defaultSort.getDeclaringClass()));
		}
		return new PageRequest<>(page, size, field, direction);
	}

	private static int number(String parameter, @Nullable String text, int defaultValue, int min, int max) {
		if (text == null) {
			return defaultValue;
		}
		try {
			int value = Integer.parseInt(text);
			if (value >= min && value <= max) {
				return value;
			}
		}
		catch (NumberFormatException ex) {
			// Answered below, as a number out of range is.
		}
		throw new InvalidParameterException(parameter, text, (max == Integer.MAX_VALUE)
				? "a number, " + min + " or greater" : "a number from " + min + " to " + max);
	}

	private static <S extends Enum<S> & SortField> @Nullable S constant(Class<S> fields, String parameter) {
		return Arrays.stream(fields.getEnumConstants())
			.filter((field) -> field.parameter().equals(parameter))
			.findFirst()
			.orElse(null);
	}

	private static @Nullable SortDirection direction(String parameter) {
		return switch (parameter.toLowerCase(Locale.ROOT)) {
			case "asc" -> SortDirection.ASC;
			case "desc" -> SortDirection.DESC;
			default -> null;
		};
	}

	private static <S extends Enum<S> & SortField> String allowed(Class<S> fields) {
		return Arrays.stream(fields.getEnumConstants())
			.map(SortField::parameter)
			.collect(Collectors.joining(", ", "one of ", ", alone or followed by ',asc' or ',desc'"));
	}

}
