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

	static ServerSentEvent<Object> of(ClearStep step) {
		return (step instanceof Done done)
				? ServerSentEvent.<Object>builder(ClearView.of(done.report())).event("done").build()
				: ServerSentEvent.<Object>builder(ProgressView.of((Progress) step)).event("progress").build();
	}

	/** How many entries were cleared so far. */
	static @Nullable Long entries(ClearStep step) {
		return (step instanceof Done done) ? done.report().entries() : ((Progress) step).found();
	}

	/**
	 * Representation of how far clearing is.
	 */
	@Schema(name = "CacheClearingProgress")
	record ProgressView(@Schema(description = "Entries looked at so far", example = "15000") long scanned,
			@Schema(description = "Different entries removed so far, or that would be", example = "480") long removed) {

		static ProgressView of(Progress progress) {
			return new ProgressView(progress.scanned(), progress.found());
		}

	}

}
