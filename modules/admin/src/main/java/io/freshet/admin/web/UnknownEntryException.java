package io.freshet.admin.web;

import io.freshet.admin.audit.RefusedException;

/**
 * There is no entry of an identifier.
 */
final class UnknownEntryException extends RefusedException {

	UnknownEntryException(String id) {
		super("There is no entry '" + ((id.length() <= 64) ? id : id.substring(0, 64) + "…")
				+ "'; it may have gone meanwhile");
	}

}
