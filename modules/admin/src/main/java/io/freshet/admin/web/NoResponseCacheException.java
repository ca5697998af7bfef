package io.freshet.admin.web;

/**
 * Responses are not cached, so there is nothing to say of them.
 */
final class NoResponseCacheException extends RuntimeException {

	NoResponseCacheException() {
		super("This application does not cache responses: freshet.caching.http.enabled is false");
	}

}
