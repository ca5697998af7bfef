package io.freshet.admin.audit;

/**
 * What is about to be done could not be written down, and so was not done.
 */
public final class NotAuditedException extends RuntimeException {

	NotAuditedException(Throwable cause) {
		super("The audit trail cannot be written, so nothing was done. Try again when PostgreSQL is back", cause);
	}

}
