package io.freshet.caching.web;

import java.util.Set;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * What says that a handler failed, so that something stale may be better than its answer
 * (RFC 5861, section 4). An exception may also say that there is nothing, or that the
 * request is wrong, which is an answer like any other.
 */
final class OriginFailure {

	private static final Set<Integer> STATUSES = Set.of(500, 502, 503, 504);

	private OriginFailure() {
	}

	static boolean isSaidBy(int status) {
		return STATUSES.contains(status);
	}

	/**
	 * Returns whether whoever answers in place of the handler is going to say so.
	 * @param error what came of the handler
	 */
	static boolean isSaidBy(Throwable error) {
		if (error instanceof ErrorResponse response) {
			return isSaidBy(response.getStatusCode().value());
		}
		ResponseStatus declared = AnnotatedElementUtils.findMergedAnnotation(error.getClass(), ResponseStatus.class);
		return declared == null || isSaidBy(declared.code().value());
	}

}
