package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The ranges that a client asks for (RFC 9110, section 14.1.2).
 */
final class ByteRanges {

	/** More are not meant well (RFC 9110, section 17.15). */
	private static final int MAX_PARTS = 16;

	private static final String UNIT = "bytes=";

	private ByteRanges() {
	}

	/**
	 * Reads the ranges, as far as there is something in them. Where some overlap, all are
	 * put in order, and those that overlap become one.
	 * @param value the value of {@code Range}
	 * @param length the length of the whole
	 * @return the parts, none if the whole has none of them; {@code null} if the field is
	 * to be ignored
	 */
	static @Nullable List<Part> parse(String value, int length) {
		String ranges = value.strip();
		if (!ranges.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
			return null;
		}
		String[] written = ranges.substring(UNIT.length()).split(",", MAX_PARTS + 2);
		if (written.length > MAX_PARTS) {
			return null;
		}
		List<Part> parts = new ArrayList<>(written.length);
		for (String range : written) {
			Long[] ends = ends(range.strip());
			if (ends == null) {
				return null;
			}
			Part part = part(ends[0], ends[1], length);
			if (part == null) {
				continue;
			}
			if (part.length() == 0) {
				// The end of nothing, of which no Content-Range can tell.
				return null;
			}
			parts.add(part);
		}
		return overlap(parts) ? coalesced(parts) : parts;
	}

	/**
	 * Returns first and last position, either of which may be missing; {@code null} if
	 * this is no range.
	 */
	private static @Nullable Long @Nullable [] ends(String range) {
		int dash = range.indexOf('-');
		if (dash < 0 || range.length() == 1) {
			return null;
		}
		String first = range.substring(0, dash);
		String last = range.substring(dash + 1);
		if (!isNumber(first) || !isNumber(last)) {
			return null;
		}
		Long from = first.isEmpty() ? null : Long.valueOf(first);
		Long to = last.isEmpty() ? null : Long.valueOf(last);
		return (from != null && to != null && to < from) ? null : new Long[] { from, to };
	}

	private static boolean isNumber(String digits) {
		return digits.length() < 19 && digits.chars().allMatch((c) -> c >= '0' && c <= '9');
	}

	/**
	 * Returns what the whole has of a range, {@code null} if nothing.
	 */
	private static @Nullable Part part(@Nullable Long first, @Nullable Long last, int length) {
		if (first == null) {
			long suffix = (last != null) ? last : 0;
			return (suffix == 0) ? null : new Part((int) Math.max(0, length - suffix), length);
		}
		if (first >= length) {
			return null;
		}
		long end = (last != null && last < length) ? last + 1 : length;
		return new Part(first.intValue(), (int) end);
	}

	private static boolean overlap(List<Part> parts) {
		for (int i = 0; i < parts.size(); i++) {
			for (int j = i + 1; j < parts.size(); j++) {
				if (parts.get(i).from() < parts.get(j).to() && parts.get(j).from() < parts.get(i).to()) {
					return true;
				}
			}
		}
		return false;
	}

	private static List<Part> coalesced(List<Part> parts) {
		List<Part> ordered = new ArrayList<>(parts);
		ordered.sort(Comparator.comparingInt(Part::from));
		List<Part> joined = new ArrayList<>();
		for (Part part : ordered) {
			int last = joined.size() - 1;
			if (last >= 0 && part.from() < joined.get(last).to()) {
				Part before = joined.get(last);
				joined.set(last, new Part(before.from(), Math.max(before.to(), part.to())));
			}
			else {
				joined.add(part);
			}
		}
		return joined;
	}

	/**
	 * A part of a body.
	 *
	 * @param from the first position
	 * @param to the position behind the last one
	 */
	record Part(int from, int to) {

		int length() {
			return this.to - this.from;
		}

		ByteBuffer of(ByteBuffer body) {
			return body.slice(body.position() + this.from, length());
		}

		/**
		 * RFC 9110, section 14.4.
		 */
		String contentRange(int length) {
			return "bytes " + this.from + "-" + (this.to - 1) + "/" + length;
		}

	}

}
