package io.freshet.admin.web;

/**
 * There is no cache of a name.
 */
final class UnknownCacheException extends RuntimeException {

	UnknownCacheException(String name) {
		super("There is no cache '" + ((name.length() <= 64) ? name : name.substring(0, 64) + "…") + "'");
	}

}
