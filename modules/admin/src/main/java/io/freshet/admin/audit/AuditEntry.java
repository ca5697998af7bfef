package io.freshet.admin.audit;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One line of the trail.
 *
 * @param id its number; later ones are larger
 * @param at when it began
 * @param principal who asked for it
 * @param instance the instance that was asked
 * @param action what was done
 * @param target to what
 * @param outcome what came of it
 * @param entries how many entries it concerned, {@code null} if that is not known
 * @param detail why it was refused or failed, else {@code null}
 * @param completedAt when it ended, {@code null} as long as it did not
 */
public record AuditEntry(long id, Instant at, String principal, String instance, String action, String target,
		AuditOutcome outcome, @Nullable Long entries, @Nullable String detail, @Nullable Instant completedAt) {
}
