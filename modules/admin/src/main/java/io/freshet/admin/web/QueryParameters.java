package io.freshet.admin.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.freshet.admin.web.InvalidCacheRequestException.Place;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The parameters of a query, read strictly: what is not understood is refused.
 *
 * @param values the values of each
 */
record QueryParameters(Map<String, List<String>> values) {

	/**
	 * Reads a query.
	 * @param request the request
	 * @param known the parameters that there are
	 * @return the parameters
	 */
	static QueryParameters of(ServerHttpRequest request, String... known) {
		Map<String, List<String>> values = request.getQueryParams();
		for (String name : new TreeSet<>(values.keySet())) {
			if (!Set.of(known).contains(name)) {
				throw InvalidCacheRequestException.unknown(Place.PARAMETER, name, new TreeSet<>(Set.of(known)));
			}
		}
		return new QueryParameters(values);
	}

	/**
	 * Returns the only value of a parameter.
	 * @param name the name
	 * @return the value; {@code null} if it is absent or empty
	 */
	@Nullable String text(String name) {
		List<String> all = this.values.getOrDefault(name, List.of());
		if (all.size() > 1) {
			throw new InvalidCacheRequestException(Place.PARAMETER, name,
					"Parameter '" + name + "' came " + all.size() + " times but may come once", "once");
		}
		@Nullable String value = all.isEmpty() ? null : all.get(0);
		return (value == null || value.isEmpty()) ? null : value;
	}

	/**
	 * Returns what the value of a parameter stands for.
	 * @param <T> the type of that
	 * @param name the name
	 * @param parser reads the value; an {@link IllegalArgumentException} says that it
	 * cannot
	 * @param allowed what is allowed
	 * @return what it stands for; {@code null} if it is absent
	 */
	<T> @Nullable T parsed(String name, Function<String, T> parser, String allowed) {
		String text = text(name);
		if (text == null) {
			return null;
		}
		try {
			return parser.apply(text);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidCacheRequestException.value(Place.PARAMETER, name, text, allowed);
		}
	}

	/**
	 * Returns a number within bounds.
	 * @param name the name
	 * @param absent what it is if it is absent
	 * @param lowest the lowest number that is allowed
	 * @param highest the highest one
	 * @return the number
	 */
	long number(String name, long absent, long lowest, long highest) {
		String allowed = "a whole number from " + lowest + ((highest == Long.MAX_VALUE) ? " on" : " to " + highest);
		Long number = parsed(name, Long::valueOf, allowed);
		if (number != null && (number < lowest || number > highest)) {
			throw InvalidCacheRequestException.value(Place.PARAMETER, name, String.valueOf(number), allowed);
		}
		return (number != null) ? number : absent;
	}

}
