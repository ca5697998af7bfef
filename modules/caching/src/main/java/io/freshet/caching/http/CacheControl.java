package io.freshet.caching.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a {@code Cache-Control} field says, in the directives that Freshet obeys (RFC
 * 9111, section 5.2). Unknown directives are ignored, names are compared without case,
 * and a value may be quoted. What is wrong gets the most careful reading: a value that is
 * no number of seconds counts as zero, and a quote that does not end quotes nothing.
 *
 * @param noStore whether {@code no-store} is among them
 * @param noCache whether {@code no-cache} is among them
 * @param isPrivate whether {@code private} is among them
 * @param onlyIfCached whether {@code only-if-cached} is among them
 * @param maxAge the seconds of {@code max-age}, or {@code null}
 */
public record CacheControl(boolean noStore, boolean noCache, boolean isPrivate, boolean onlyIfCached,
		@Nullable Long maxAge) {

	private static final CacheControl NOTHING = new CacheControl(false, false, false, false, null);

	/**
	 * Parses the lines of the field.
	 * @param lines the lines of {@code Cache-Control}, possibly none
	 * @return the directives
	 */
	public static CacheControl parse(Iterable<String> lines) {
		CacheControl parsed = NOTHING;
		for (String line : lines) {
			for (String directive : split(line)) {
				parsed = parsed.with(directive);
			}
		}
		return parsed;
	}

	private CacheControl with(String directive) {
		int equals = directive.indexOf('=');
		String name = ((equals < 0) ? directive : directive.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
		return switch (name) {
			case "no-store" -> new CacheControl(true, this.noCache, this.isPrivate, this.onlyIfCached, this.maxAge);
			case "no-cache" -> new CacheControl(this.noStore, true, this.isPrivate, this.onlyIfCached, this.maxAge);
			case "private" -> new CacheControl(this.noStore, this.noCache, true, this.onlyIfCached, this.maxAge);
			case "only-if-cached" -> new CacheControl(this.noStore, this.noCache, this.isPrivate, true, this.maxAge);
			case "max-age" -> new CacheControl(this.noStore, this.noCache, this.isPrivate, this.onlyIfCached,
					lesser(this.maxAge, seconds(directive.substring(equals + 1))));
			default -> this;
		};
	}

	private static Long lesser(@Nullable Long one, long other) {
		return (one == null) ? other : Math.min(one, other);
	}

	private static long seconds(String value) {
		String digits = value.replace("\"", "").strip();
		if (digits.isEmpty() || !digits.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return 0;
		}
		// RFC 9111, section 1.2.2: what does not fit counts as 2^31.
		return (digits.length() > 10) ? 1L << 31 : Math.min(Long.parseLong(digits), 1L << 31);
	}

	/**
	 * Splits a line at the commas that are not inside a quoted value.
	 */
	private static List<String> split(String line) {
		List<String> directives = new ArrayList<>();
		boolean quoted = false;
		int start = 0;
		for (int i = 0; i < line.length(); i++) {
			char c = line.charAt(i);
			if (quoted && c == '\\') {
				i++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
			else if (c == ',' && !quoted) {
				directives.add(line.substring(start, i));
				start = i + 1;
			}
		}
		directives.add(line.substring(start));
		return quoted ? List.of(line.split(",", -1)) : directives;
	}

}
