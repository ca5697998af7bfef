package io.freshet.caching.web;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.load.SharedStream;

/**
 * What comes of a request to the handler, as soon as that is known: when its head is, or
 * when a body in one piece is kept.
 */
sealed interface Arrival {

	/**
	 * Returns what others may be answered with who waited for this.
	 * @return the response, perhaps without its body; null if each has to ask for itself
	 */
	default @Nullable StoredResponse reusable() {
		return null;
	}

	/**
	 * A response that is going to be kept. All who wait for it get its body while it
	 * comes.
	 *
	 * @param response the response as it is kept, without its body
	 * @param received the same as the client gets it that the handler was asked for
	 * @param body the body
	 * @param isReusable whether another request may be answered with it without
	 * validation
	 */
	record Shared(StoredResponse response, StoredResponse received, SharedStream<byte[]> body,
			boolean isReusable) implements Arrival {

		@Override
		public @Nullable StoredResponse reusable() {
			return this.isReusable ? this.response : null;
		}

	}

	/**
	 * A response that came in one piece, and is kept by now if it may be.
	 *
	 * @param response the response as it is kept if it may be
	 * @param received the same as the client gets it that the handler was asked for
	 * @param isKept whether it is kept
	 * @param isReusable whether another request may be answered with it without
	 * validation
	 */
	record Whole(StoredResponse response, StoredResponse received, boolean isKept,
			boolean isReusable) implements Arrival {

		@Override
		public @Nullable StoredResponse reusable() {
			return (this.isKept && this.isReusable) ? this.response : null;
		}

	}

	/**
	 * The handler says that a stored response still holds.
	 *
	 * @param response the stored response, brought up to date
	 * @param received the same as the client gets it that the handler was asked for
	 * @param isKept whether it is kept as it is now
	 * @param isReusable whether another request may be answered with it without
	 * validation
	 */
	record Validated(StoredResponse response, StoredResponse received, boolean isKept,
			boolean isReusable) implements Arrival {

		@Override
		public @Nullable StoredResponse reusable() {
			return this.isReusable ? this.response : null;
		}

	}

	/**
	 * The handler failed, and a stored response may be served in place of its answer.
	 *
	 * @param response the stored response
	 * @param status the status code of the handler's answer
	 */
	record StaleOnError(StoredResponse response, int status) implements Arrival {

		@Override
		public StoredResponse reusable() {
			return this.response;
		}

	}

	/**
	 * A response for whoever asked for it, who gets it straight from the handler.
	 */
	record Passing() implements Arrival {
	}

	/**
	 * The handler was not asked, or answered for another response than the one that is
	 * stored: each has to ask for itself, without condition.
	 */
	record AskAgain() implements Arrival {
	}

	/**
	 * The handler was not asked: there was an answer in memory by then, or the client was
	 * gone. Those who wait here look again.
	 */
	record Withdrawn() implements Arrival {
	}

	/**
	 * There is no response.
	 *
	 * @param error why
	 */
	record Failed(Throwable error) implements Arrival {
	}

}
