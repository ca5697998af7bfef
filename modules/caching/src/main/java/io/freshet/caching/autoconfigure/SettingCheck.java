package io.freshet.caching.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Checks settings and says which one is wrong, and what is allowed.
 */
final class SettingCheck {

	static final String PREFIX = "freshet.caching.";

	private SettingCheck() {
	}

	/**
	 * Says what to do about a refused setting.
	 * @param refusal what was said of it
	 * @param below where it is set, if that does not name it
	 */
	static String action(String refusal, String below) {
		String setting = "what is set below " + below;
		if (refusal.startsWith(PREFIX)) {
			int space = refusal.indexOf(' ');
			setting = (space < 0) ? refusal : refusal.substring(0, space);
		}
		return "Change " + setting + ", in application.yaml, the environment or wherever it is set.";
	}

	static void positive(String property, Duration value) {
		Assert.isTrue(value.toMillis() > 0, () -> PREFIX + property + " is " + value + " but must be positive");
	}

	static void positiveIfSet(String property, @Nullable Duration value) {
		if (value != null) {
			positive(property, value);
		}
	}

	static void notNegative(String property, @Nullable Duration value) {
		Assert.isTrue(value == null || !value.isNegative(),
				() -> PREFIX + property + " is " + value + " but must not be below zero");
	}

	static void positive(String property, int value) {
		Assert.isTrue(value > 0, () -> PREFIX + property + " is " + value + " but must be positive");
	}

	static void lengthOfArray(String property, DataSize value) {
		Assert.isTrue(value.toBytes() >= 0 && value.toBytes() <= Integer.MAX_VALUE,
				() -> PREFIX + property + " is " + value + " but must be from 0 to less than 2GB");
	}

	static void lifetime(String property, @Nullable Duration ttl, CachingProperties.Ledger ledger) {
		if (ttl != null) {
			positive(property, ttl);
			judgeable(property, ttl, ledger);
		}
	}

	static void negativeLifetime(String property, @Nullable Duration ttl, CachingProperties.Ledger ledger) {
		if (ttl != null) {
			notNegative(property, ttl);
			judgeable(property, ttl, ledger);
		}
	}

	private static void judgeable(String property, Duration ttl, CachingProperties.Ledger ledger) {
		Assert.isTrue(ttl.compareTo(ledger.retention()) <= 0,
				() -> PREFIX + property + " is " + ttl + " but must not be longer than " + PREFIX
						+ "ledger.retention, which is " + ledger.retention()
						+ ": entries could not be judged any more");
	}

	static void path(String property, @Nullable String pattern) {
		Assert.isTrue(pattern != null && pattern.startsWith("/"),
				() -> PREFIX + property + " is '" + pattern + "' but must begin with a slash");
		try {
			PathPatternParser.defaultInstance.parse(pattern);
		}
		catch (PatternParseException ex) {
			throw new IllegalArgumentException(
					PREFIX + property + " is '" + pattern + "', which is no path pattern: " + ex.getMessage());
		}
	}

}
