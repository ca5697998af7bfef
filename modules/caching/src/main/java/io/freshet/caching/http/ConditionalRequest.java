package io.freshet.caching.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The condition of a GET or HEAD (RFC 9110, section 13.1): the client has a
 * representation already and wants another one only if it differs.
 */
public final class ConditionalRequest {

	private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

	/**
	 * The three forms of a date (RFC 9110, section 5.6.7), two of which are obsolete.
	 */
	private static final List<DateTimeFormatter> DATES = List.of(DateTimeFormatter.RFC_1123_DATE_TIME,
			DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss zzz", Locale.US),
			DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US).withZone(ZoneOffset.UTC));

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
		if (status != 200) {
			return false;
		}
		if (!this.ifNoneMatch.isEmpty()) {
			return this.ifNoneMatch.stream().anyMatch((line) -> line.strip().equals("*"))
					|| response.values("ETag").stream().anyMatch(this::isListed);
		}
		Instant since = date(this.ifModifiedSince);
		Instant modified = date(response.values("Last-Modified"));
		return since != null && modified != null && !modified.isAfter(since);
	}

	/**
	 * Returns whether a header field of a 200 stands in its 304 as well.
	 * @param name the name of the field
	 * @return whether to send it
	 */
	public static boolean isKeptIn304(String name) {
		return !CONTENT_FIELDS.contains(name.toLowerCase(Locale.ROOT));
	}

	private boolean isListed(String entityTag) {
		String opaque = opaque(entityTag);
		for (String line : this.ifNoneMatch) {
			Matcher listed = ENTITY_TAG.matcher(line);
			while (listed.find()) {
				if (listed.group(1).equals(opaque)) {
					return true;
				}
			}
		}
		return false;
	}

	private static String opaque(String entityTag) {
		return entityTag.startsWith("W/") ? entityTag.substring(2) : entityTag;
	}

	private static @Nullable Instant date(List<String> values) {
		if (values.isEmpty()) {
			return null;
		}
		for (DateTimeFormatter format : DATES) {
			try {
				return format.parse(values.get(0).strip(), Instant::from);
			}
			catch (DateTimeException ex) {
				// The next form may fit; a date of none of them is no condition.
			}
		}
		return null;
	}

}
