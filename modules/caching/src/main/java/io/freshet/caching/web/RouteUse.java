package io.freshet.caching.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts the requests of one route by what {@code X-Cache} told them.
 */
public final class RouteUse {

	private final Map<String, LongAdder> counts = Arrays.stream(CacheStatusHeaders.TOLD)
		.collect(Collectors.toUnmodifiableMap(Function.identity(), (told) -> new LongAdder()));

	/**
	 * Counts a request.
	 * @param told what it was told; other texts than ours are not counted
	 */
	void count(String told) {
		LongAdder known = this.counts.get(told);
		if (known != null) {
			known.increment();
		}
	}

	/**
	 * Returns what was counted.
	 * @return the requests by what they were told, in lower case
	 */
	Map<String, Long> counts() {
		Map<String, Long> sums = new TreeMap<>();
		for (String told : CacheStatusHeaders.TOLD) {
			sums.put(told.toLowerCase(Locale.ROOT), Objects.requireNonNull(this.counts.get(told)).sum());
		}
		return sums;
	}

}
