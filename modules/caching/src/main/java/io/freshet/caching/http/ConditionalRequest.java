package io.freshet.caching.http;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The condition of a GET or HEAD (RFC 9110, section 13.1): the client has a
 * representation already and wants another one only if it differs. {@code If-Match} and
 * {@code If-Unmodified-Since} are left to origins (RFC 9111, section 4.3.2).
 */
public final class ConditionalRequest {

	/**
	 * Fields of a 200 that describe its content, which a 304 has none of (RFC 9110,
	 * section 15.4.5).
	 */
	private static final Set<String> CONTENT_FIELDS = Set.of("content-length", "content-type", "content-encoding",
			"content-language", "content-range");

	private final List<String> ifNoneMatch;

	private final List<String> ifModifiedSince;

	private ConditionalRequest(List<String> ifNoneMatch, List<String> ifModifiedSince) {
		this.ifNoneMatch = ifNoneMatch;
		this.ifModifiedSince = ifModifiedSince;
	}

	/**
	 * Reads the condition of a request.
	 * @param request its header fields
	 * @return the condition, which may be none
	 */
	public static ConditionalRequest of(HeaderFields request) {
		return new ConditionalRequest(request.values("If-None-Match"), request.values("If-Modified-Since"));
	}

	/**
	 * Returns whether there is a condition.
	 * @return whether the request is conditional
	 */
	public boolean isPresent() {
		return !this.ifNoneMatch.isEmpty() || !this.ifModifiedSince.isEmpty();
	}

	/**
	 * Returns whether the client has what a response holds, so that 304 is the answer.
	 * Entity tags are compared weakly, {@code *} stands for any, and dates count only
	 * where no entity tag is given.
	 * @param status the status of the response
	 * @param response its header fields
	 * @return whether the response need not be sent
	 */
	public boolean isMetBy(int status, HeaderFields response) {
		return isMetBy(status, response, null);
	}

	boolean isMetBy(StoredResponse stored) {
		return isMetBy(stored.status(), stored.fields(), stored.receivedAt());
	}

	private boolean isMetBy(int status, HeaderFields response, @Nullable Instant receivedAt) {
		if (status != 200) {
			return false;
		}
		if (!this.ifNoneMatch.isEmpty()) {
			return EntityTags.lists(this.ifNoneMatch, response);
		}
		return this.ifModifiedSince.size() == 1 && isUnmodified(this.ifModifiedSince.get(0), response, receivedAt);
	}

	/**
	 * RFC 9111, section 4.3.2: where a response does not say when it was modified, the
	 * time at which it was made, or came, is the latest possible.
	 */
	private static boolean isUnmodified(String ifModifiedSince, HeaderFields response, @Nullable Instant receivedAt) {
		Instant near = (receivedAt != null) ? receivedAt : Instant.EPOCH;
		Instant date = HttpDate.parse(response.first("Date"), near);
		String lastModified = response.first("Last-Modified");
		Instant modified = (lastModified != null) ? HttpDate.parse(lastModified, near)
				: (date != null) ? date : receivedAt;
		if (modified == null) {
			return false;
		}
		Instant since = HttpDate.parse(ifModifiedSince, (receivedAt != null) ? receivedAt : modified);
		return since != null && !modified.isAfter(since);
	}

	/**
	 * Returns whether a header field of a 200 stands in its 304 as well.
	 * @param name the name of the field
	 * @return whether to send it
	 */
	public static boolean isKeptIn304(String name) {
		return !CONTENT_FIELDS.contains(name.toLowerCase(Locale.ROOT));
	}

}
