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
		String setting = message.startsWith(SettingCheck.PREFIX) ? message.substring(0, endOfName(message))
				: "what is set below " + cause.getName();
		String action = "Change " + setting + ", in application.yaml, the environment or wherever it is set.";
		return new FailureAnalysis(message, action, cause);
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

	private static int endOfName(String message) {
		int space = message.indexOf(' ');
		return (space < 0) ? message.length() : space;
	}

}
