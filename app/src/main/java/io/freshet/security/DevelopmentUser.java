package io.freshet.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * A user that is there for development only, with a password that is no secret.
 *
 * @param name the name
 * @param password the password
 * @param scopes what the user may do
 */
record DevelopmentUser(String name, String password, List<String> scopes) {

	private static final char SEPARATOR = '\0';

	private static final List<DevelopmentUser> ALL = List.of(
			new DevelopmentUser("admin", "admin",
					List.of(ScopeRules.POSTS_WRITE, ScopeRules.TAGS_WRITE, ScopeRules.CACHE_ADMIN)),
			new DevelopmentUser("editor", "editor", List.of(ScopeRules.POSTS_WRITE, ScopeRules.TAGS_WRITE)),
			new DevelopmentUser("reader", "reader", List.of()));

	/**
	 * Finds the user whom a name and a password belong to. How long that takes does not
	 * tell which of them is wrong, nor how much of it is right.
	 * @param name the name
	 * @param password the password
	 * @return the user, if both are right
	 */
	static Optional<DevelopmentUser> find(String name, String password) {
		DevelopmentUser found = null;
		for (DevelopmentUser user : ALL) {
			if (same(user.name + SEPARATOR + user.password, name + SEPARATOR + password)) {
				found = user;
			}
		}
		return Optional.ofNullable(found);
	}

	private static boolean same(String expected, String given) {
		return MessageDigest.isEqual(digest(expected), digest(given));
	}

	private static byte[] digest(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
