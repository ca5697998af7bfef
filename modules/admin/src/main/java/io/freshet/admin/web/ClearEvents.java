package io.freshet.admin.web;

import io.freshet.caching.administration.ClearStep;
import io.freshet.caching.administration.ClearStep.Done;
import io.freshet.caching.administration.ClearStep.Progress;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.springframework.http.codec.ServerSentEvent;

/**
 * The steps of clearing as events.
 */
final class ClearEvents {

	private ClearEvents() {
	}

	static ServerSentEvent<Object> of(AuditedStep audited) {
		return (audited.step() instanceof Done done)
				? ServerSentEvent.<Object>builder(ClearView.of(done.report())).event("done").build()
				: ServerSentEvent.<Object>builder(ProgressView.of((Progress) audited.step(), audited.line()))
					.event("progress")
					.build();
	}

	/**
	 * A step of clearing.
	 *
	 * @param line the line of the audit trail that tells of it, {@code null} for a dry
	 * run
	 * @param step the step
	 */
	record AuditedStep(@Nullable Long line, ClearStep step) {

		/** How many entries were cleared so far. */
		Long entries() {
			return (this.step instanceof Done done) ? done.report().entries() : ((Progress) this.step).found();
		}

	}

	/**
	 * Representation of how far clearing is.
	 */
	@Schema(name = "CacheClearingProgress")
	record ProgressView(@Schema(description = "Entries looked at so far", example = "15000") long scanned,
			@Schema(description = "Different entries removed so far, or that would be", example = "480") long removed,
			@Schema(description = "Line of the audit trail that says in the end how many went, even if clearing is"
					+ " stopped; null for a dry run", example = "118", nullable = true) @Nullable Long audit) {

		static ProgressView of(Progress progress, @Nullable Long line) {
			return new ProgressView(progress.scanned(), progress.found(), line);
		}

	}

}
