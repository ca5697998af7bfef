package io.freshet.admin.audit;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Remembers who did what to the caches. All publishers are cold.
 */
public interface AuditTrail {

	/**
	 * Writes down that something is about to be done.
	 * @param principal who asks for it
	 * @param action what
	 * @param target to what
	 * @return the number of the line; an error if it could not be written, so that
	 * nothing must be done
	 */
	Mono<Long> begin(String principal, AuditAction action, String target);

	/**
	 * Writes down what came of it.
	 * @param id the number of the line
	 * @param outcome what came of it
	 * @param entries how many entries it concerned, {@code null} if that is not known
	 * @param detail why it was refused or failed, else {@code null}
	 * @return completes when it is written; an error if it could not be
	 */
	Mono<Void> end(long id, AuditOutcome outcome, @Nullable Long entries, @Nullable String detail);

	/**
	 * Reads lines, the newest first.
	 * @param before the number of the line before which to begin, {@link Long#MAX_VALUE}
	 * for the newest
	 * @param limit how many at the most
	 * @return the lines
	 */
	Mono<List<AuditEntry>> read(long before, int limit);

}
