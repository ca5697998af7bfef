package io.freshet.caching.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A user of Redis who may do only what he is told to.
 */
public final class CacheUser {

	/** Name of the user. */
	public static final String NAME = "freshet-cache";

	private static final String PASSWORD = "of-the-cache";

	private CacheUser() {
	}

	/**
	 * Adds the user to the options of a server.
	 * @param rules what he may do, in the words of {@code ACL SETUSER}
	 */
	static String[] with(String rules, String... options) {
		List<String> all = new ArrayList<>(List.of(options));
		all.addAll(List.of("--user", NAME, "on", ">" + PASSWORD));
		all.addAll(List.of(rules.split(" ", -1)));
		return all.toArray(String[]::new);
	}

	static Map<String, String> properties() {
		return Map.of("spring.data.redis.username", NAME, "spring.data.redis.password", PASSWORD);
	}

}
