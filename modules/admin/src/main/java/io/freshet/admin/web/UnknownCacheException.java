package io.freshet.admin.web;

import io.freshet.admin.audit.RefusedException;

/**
 * There is no cache of a name.
 */
final class UnknownCacheException extends RefusedException {

	UnknownCacheException(String name) {
		super("There is no cache '" + ((name.length() <= 64) ? name : name.substring(0, 64) + "…") + "'");
	}

}
