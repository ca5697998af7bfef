package io.freshet.caching.http;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Labels that an origin gives a response in {@code Surrogate-Key}, separated by white
 * space, as several caches of today understand it.
 */
public final class SurrogateKeys {

	private SurrogateKeys() {
	}

	/**
	 * Returns the labels of a response.
	 * @param response the header fields of the response
	 * @return the labels, in order
	 */
	public static Set<String> of(HeaderFields response) {
		Set<String> keys = new LinkedHashSet<>();
		for (String line : response.values("Surrogate-Key")) {
			StringTokenizer words = new StringTokenizer(line);
			while (words.hasMoreTokens()) {
				keys.add(words.nextToken());
			}
		}
		return keys;
	}

}
