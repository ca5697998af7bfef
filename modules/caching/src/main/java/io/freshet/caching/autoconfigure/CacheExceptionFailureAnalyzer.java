package io.freshet.caching.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.freshet.caching.CacheException;

/**
 * Says at the start of an application which cache is used wrongly, without a stack trace.
 */
final class CacheExceptionFailureAnalyzer extends AbstractFailureAnalyzer<CacheException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, CacheException cause) {
		String action = cause.action();
		return new FailureAnalysis(cause.getMessage(),
				(action != null) ? action : "Correct the method or the setting that the description names.", cause);
	}

}
