package io.freshet.security;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches if an issuer of tokens is configured.
 */
class OnIssuer implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return isConfigured(context);
	}

	private static boolean isConfigured(ConditionContext context) {
		return StringUtils.hasText(context.getEnvironment().getProperty("freshet.security.issuer-uri"));
	}

	/**
	 * Matches if none is configured; an empty text is none.
	 */
	static class Missing implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return !isConfigured(context);
		}

	}

}
