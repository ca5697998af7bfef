package io.freshet.caching.autoconfigure;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says at the start of an application which setting of the caches is wrong and what is
 * allowed, and nothing of classes that the settings are bound to.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class WrongSettingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		String message = refusal(cause);
		if (message == null || !cause.getName().toString().startsWith("freshet.caching")) {
			return null;
		}
		return new FailureAnalysis(message, SettingCheck.action(message, cause.getName().toString()), cause);
	}

	/** What our own check of the settings said, if it was that. */
	private static @Nullable String refusal(BindException cause) {
		Throwable root = cause;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		boolean ours = root instanceof IllegalArgumentException && root.getStackTrace().length > 0
				&& Arrays.stream(root.getStackTrace())
					.anyMatch((frame) -> frame.getClassName().startsWith(CachingProperties.class.getName()));
		return ours ? root.getMessage() : null;
	}

}
