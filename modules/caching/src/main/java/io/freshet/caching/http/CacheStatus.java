package io.freshet.caching.http;

import org.jspecify.annotations.Nullable;

/**
 * How this cache handled a request, as {@code Cache-Status} tells (RFC 9211). Begin with
 * {@link #hit}, {@link #forwarded} or {@link #refused}.
 *
 * @param isHit whether a stored response was the answer, and the origin was not asked
 * @param forward why the request went to the origin; {@code null} if it did not
 * @param forwardStatus the status code that came of it
 * @param ttl for how many seconds the response stays fresh; negative if it is stale
 * @param stored whether the response was kept
 * @param collapsed whether the request waited for the answer to another one
 * @param detail what else there is to say
 */
public record CacheStatus(boolean isHit, @Nullable ForwardReason forward, @Nullable Integer forwardStatus,
		@Nullable Long ttl, boolean stored, boolean collapsed, @Nullable String detail) {

	/**
	 * The name of this cache.
	 */
	public static final String NAME = "Freshet";

	/**
	 * Returns the status of a request that was answered without the origin (RFC 9211,
	 * section 2.1).
	 * @param ttl for how many seconds the response stays fresh; negative if it is stale
	 * @return the status
	 */
	public static CacheStatus hit(long ttl) {
		return new CacheStatus(true, null, null, ttl, false, false, null);
	}

	/**
	 * Returns the status of a request that went to the origin (RFC 9211, section 2.2).
	 * @param reason why
	 * @return the status
	 */
	public static CacheStatus forwarded(ForwardReason reason) {
		return new CacheStatus(false, reason, null, null, false, false, null);
	}

	/**
	 * Returns the status of a request that was answered with neither a stored response
	 * nor the origin, which no parameter says but {@code detail}.
	 * @param why why not
	 * @return the status
	 */
	public static CacheStatus refused(String why) {
		return new CacheStatus(false, null, null, null, false, false, why);
	}

	/**
	 * Adds the status code that came from the origin (RFC 9211, section 2.3).
	 * @param status the status code
	 * @return the status
	 */
	public CacheStatus withForwardStatus(int status) {
		return new CacheStatus(this.isHit, this.forward, status, this.ttl, this.stored, this.collapsed, this.detail);
	}

	/**
	 * Adds for how long the response stays fresh (RFC 9211, section 2.4).
	 * @param seconds the seconds; negative if it is stale
	 * @return the status
	 */
	public CacheStatus withTtl(long seconds) {
		return new CacheStatus(this.isHit, this.forward, this.forwardStatus, seconds, this.stored, this.collapsed,
				this.detail);
	}

	/**
	 * Adds that the response was kept (RFC 9211, section 2.5).
	 * @return the status
	 */
	public CacheStatus withStored() {
		return new CacheStatus(this.isHit, this.forward, this.forwardStatus, this.ttl, true, this.collapsed,
				this.detail);
	}

	/**
	 * Adds that the request waited for the answer to another one (RFC 9211, section 2.6).
	 * @return the status
	 */
	public CacheStatus withCollapsed() {
		return new CacheStatus(this.isHit, this.forward, this.forwardStatus, this.ttl, this.stored, true, this.detail);
	}

	/**
	 * Adds what else there is to say (RFC 9211, section 2.8).
	 * @param text what
	 * @return the status
	 */
	public CacheStatus withDetail(String text) {
		return new CacheStatus(this.isHit, this.forward, this.forwardStatus, this.ttl, this.stored, this.collapsed,
				text);
	}

	/**
	 * Returns the value of the field.
	 * @return one member of a structured list
	 */
	public String value() {
		StringBuilder value = new StringBuilder(64).append(NAME);
		if (this.isHit) {
			value.append("; hit");
		}
		if (this.forward != null) {
			value.append("; fwd=").append(this.forward.token());
		}
		if (this.forwardStatus != null) {
			value.append("; fwd-status=").append(this.forwardStatus.intValue());
		}
		if (this.ttl != null) {
			value.append("; ttl=").append(this.ttl.longValue());
		}
		value.append(this.stored ? "; stored" : "").append(this.collapsed ? "; collapsed" : "");
		if (this.detail != null) {
			appendDetail(value.append("; detail="), this.detail);
		}
		return value.toString();
	}

	private static void appendDetail(StringBuilder value, String detail) {
		if (!detail.isEmpty() && Character.isLetter(detail.charAt(0)) && FieldLists.isToken(detail)) {
			value.append(detail);
		}
		else {
			appendString(value, detail);
		}
	}

	/**
	 * RFC 8941, section 3.3.3: a string has printable ASCII only.
	 */
	private static void appendString(StringBuilder value, String text) {
		value.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\') {
				value.append('\\');
			}
			value.append((c >= ' ' && c < 127) ? c : '?');
		}
		value.append('"');
	}

	@Override
	public String toString() {
		return value();
	}

}
