package io.freshet.caching.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says at the start of an application which cache annotations Spring itself refuses.
 */
final class SpringAnnotationFailureAnalyzer extends AbstractFailureAnalyzer<IllegalStateException> {

	private static final String REFUSAL = "Invalid cache annotation configuration on";

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IllegalStateException cause) {
		String message = cause.getMessage();
		return (message != null && message.startsWith(REFUSAL))
				? new FailureAnalysis(message, "Correct the annotations of that method.", cause) : null;
	}

}
