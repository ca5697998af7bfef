package io.freshet.admin.web;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.UnaryOperator;

import io.freshet.caching.load.PolicyOverride;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change of a cache as a JSON merge patch (RFC 7396): a member that is there is
 * changed, and {@code null} takes the change back. Read strictly: a misspelled member
 * must not look as if it had worked.
 */
final class CachePatch {

	static final String ENABLED = "enabled";

	static final String TTL = "ttl";

	private static final List<String> MEMBERS = List.of(ENABLED, TTL);

	private static final String ALLOWED_ENABLED = "true, false or null";

	private static final String ALLOWED_TTL = "a positive duration in ISO 8601, such as PT1M, or null";

	private CachePatch() {
	}

	static UnaryOperator<PolicyOverride> of(JsonNode patch) {
		if (!patch.isObject() || patch.isEmpty()) {
			throw InvalidCachePatchException.noChange(MEMBERS);
		}
		patch.propertyNames().forEach((member) -> {
			if (!MEMBERS.contains(member)) {
				throw InvalidCachePatchException.unknown(member, MEMBERS);
			}
		});
		JsonNode enabled = patch.get(ENABLED);
		JsonNode ttl = patch.get(TTL);
		Boolean newEnabled = (enabled != null) ? enabled(enabled) : null;
		Duration newTtl = (ttl != null) ? ttl(ttl) : null;
		return (current) -> new PolicyOverride((newEnabled != null) ? newEnabled : current.enabled(),
				(ttl != null) ? newTtl : current.ttl());
	}

	private static boolean enabled(JsonNode value) {
		if (value.isNull()) {
			return PolicyOverride.NONE.enabled();
		}
		if (!value.isBoolean()) {
			throw InvalidCachePatchException.value(ENABLED, value.toString(), ALLOWED_ENABLED);
		}
		return value.booleanValue();
	}

	private static @Nullable Duration ttl(JsonNode value) {
		if (value.isNull()) {
			return null;
		}
		try {
			Duration duration = Duration.parse(value.isString() ? value.stringValue() : "");
			if (duration.toMillis() > 0) {
				return duration;
			}
		}
		catch (DateTimeParseException | ArithmeticException ex) {
			// Said below, as for a duration that is not positive.
		}
		throw InvalidCachePatchException.value(TTL, value.toString(), ALLOWED_TTL);
	}

}
