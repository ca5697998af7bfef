package io.freshet.caching.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Updates what is stored by responses that have no content of their own: a 304, or the
 * answer to a HEAD (RFC 9111, sections 3.2, 4.3.4 and 4.3.5).
 */
public final class Freshening {

	/**
	 * Fields that describe the body as it is stored. The tag is among them: the 304 says
	 * that the one which was asked for still holds, and some front ends spell it in their
	 * own way.
	 */
	private static final Set<String> OF_THE_BODY = Set.of("content-encoding", "content-length", "content-md5",
			"content-range", "etag");

	/** Fields that say how old a response is: those of another time would lie. */
	private static final Set<String> OF_THE_TIME = Set.of("age", "date");

	private Freshening() {
	}

	/**
	 * Returns whether a 304 is about a stored response (RFC 9111, section 4.3.4), given
	 * that the conditions of {@link CacheDecision.Revalidate} were sent for it. They name
	 * one entity tag only, so that the 304 cannot be about another; where there was but a
	 * date, the date of the 304 must not be another one.
	 * @param stored the stored response
	 * @param headersOf304 the header fields of the 304
	 * @return whether to freshen it
	 */
	public static boolean selects(StoredResponse stored, List<HeaderField> headersOf304) {
		HeaderFields asked = HeaderFields.of(Validators.conditions(stored.status(), stored.fields()));
		if (asked.has("If-None-Match")) {
			return true;
		}
		String modified = HeaderFields.of(headersOf304).first("Last-Modified");
		String since = asked.first("If-Modified-Since");
		return since != null && (modified == null || isSameDate(modified, since, stored.receivedAt()));
	}

	/**
	 * Freshens a stored response (RFC 9111, section 3.2): the fields of the 304 take the
	 * place of those of the same name, except those that describe the body as it is
	 * stored, and those that are never kept. Where it does not say when it was made, the
	 * time when it came is added (RFC 9110, section 6.6.1).
	 * @param stored the stored response
	 * @param headersOf304 the header fields of the 304
	 * @param request the header fields of the request, as the client sent them
	 * @param requestedAt when the request was sent
	 * @param receivedAt when the 304 came
	 * @return the response as it is to be kept and served from now on
	 */
	public static StoredResponse with304(StoredResponse stored, List<HeaderField> headersOf304, HeaderFields request,
			Instant requestedAt, Instant receivedAt) {
		List<HeaderField> updates = StorableFields.of(headersOf304, OF_THE_BODY);
		Set<String> replaced = new HashSet<>(OF_THE_TIME);
		updates.forEach((field) -> replaced.add(field.name().toLowerCase(Locale.ROOT)));
		List<HeaderField> fields = new ArrayList<>(stored.headers());
		fields.removeIf((field) -> replaced.contains(field.name().toLowerCase(Locale.ROOT)));
		fields.addAll(updates);
		HeaderFields said = HeaderFields.of(updates);
		if (!said.has("Date")) {
			fields.add(new HeaderField("Date", HttpDate.format(receivedAt)));
		}
		return stored.with(fields, selecting(stored, said, request), requestedAt, receivedAt);
	}

	/**
	 * RFC 9111, section 4.1: what varies by other fields from now on is for requests that
	 * say in those what this one said.
	 */
	private static Map<String, String> selecting(StoredResponse stored, HeaderFields updates, HeaderFields request) {
		Map<String, String> selecting = ResponseVary.selecting(request, updates);
		boolean same = !updates.has("Vary") || selecting.keySet().equals(stored.selecting().keySet());
		return same ? stored.selecting() : selecting;
	}

	/**
	 * Updates a stored response by the answer to a HEAD (RFC 9111, section 4.3.5). Only
	 * what a 200 says counts: an error may be about HEAD alone.
	 * @param stored the stored response
	 * @param status the status code of the answer
	 * @param headers its header fields
	 * @param request the header fields of the request
	 * @param requestedAt when the request was sent
	 * @param receivedAt when the answer came
	 * @return the response as it is to be kept from now on; {@code null} if the origin
	 * has another one by now, so that the stored one must go
	 */
	public static @Nullable StoredResponse withHead(StoredResponse stored, int status, List<HeaderField> headers,
			HeaderFields request, Instant requestedAt, Instant receivedAt) {
		if (status == 304) {
			// It compares what the client has, which is the stored one only if it says
			// so.
			return isNamedBy(HeaderFields.of(headers), stored)
					? with304(stored, headers, request, requestedAt, receivedAt) : stored;
		}
		if (status != 200) {
			return stored;
		}
		return (stored.status() == 200 && describesSame(stored, HeaderFields.of(headers)))
				? with304(stored, headers, request, requestedAt, receivedAt) : null;
	}

	private static boolean isNamedBy(HeaderFields head, StoredResponse stored) {
		return (head.has("ETag") || head.has("Last-Modified")) && describesSame(stored, head);
	}

	private static boolean describesSame(StoredResponse stored, HeaderFields head) {
		String tag = head.first("ETag");
		String known = stored.fields().first("ETag");
		if (tag != null && (known == null || !EntityTags.weaklyEqual(tag.strip(), known.strip()))) {
			return false;
		}
		String modified = head.first("Last-Modified");
		String before = stored.fields().first("Last-Modified");
		if (modified != null && (before == null || !isSameDate(modified, before, stored.receivedAt()))) {
			return false;
		}
		return StorageDecision.isComplete(head, stored.length());
	}

	private static boolean isSameDate(String one, String other, Instant near) {
		if (one.strip().equals(other.strip())) {
			return true;
		}
		Instant date = HttpDate.parse(one, near);
		return date != null && date.equals(HttpDate.parse(other, near));
	}

}
