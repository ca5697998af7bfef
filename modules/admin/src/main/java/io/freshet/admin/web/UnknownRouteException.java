package io.freshet.admin.web;

import io.freshet.admin.audit.RefusedException;

/**
 * There is no route of an identifier.
 */
final class UnknownRouteException extends RefusedException {

	UnknownRouteException(String id) {
		super("There is no cached route '" + ((id.length() <= 64) ? id : id.substring(0, 64) + "…") + "'");
	}

}
