package io.freshet.caching.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The three forms of a date (RFC 9110, section 5.6.7), two of which are obsolete. As a
 * cache should (RFC 9111, section 4.2), they are read without regard to case and with no
 * time zone but {@code GMT}; anything else is no date.
 */
public final class HttpDate {

	private static final String TIME = "(\\d{2}):(\\d{2}):(\\d{2})";

	private static final Pattern IMF = form("[a-z]{3}, (\\d{2}) ([a-z]{3}) (\\d{4}) " + TIME + " gmt");

	private static final Pattern RFC_850 = form("[a-z]{6,9}, (\\d{2})-([a-z]{3})-(\\d{2}) " + TIME + " gmt");

	private static final Pattern ASCTIME = form("[a-z]{3} ([a-z]{3}) ( \\d|\\d{2}) " + TIME + " (\\d{4})");

	private static final List<String> MONTHS = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
			"oct", "nov", "dec");

	private static final DateTimeFormatter PREFERRED = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
		.withZone(ZoneOffset.UTC);

	/** The same for all of a second, in which many ask for it. */
	private static volatile Written latest = new Written(Instant.EPOCH.getEpochSecond(),
			PREFERRED.format(Instant.EPOCH));

	private HttpDate() {
	}

	/**
	 * Writes a time in the preferred form (RFC 9110, section 5.6.7).
	 * @param time the time
	 * @return the date, to the second
	 */
	public static String format(Instant time) {
		long second = time.getEpochSecond();
		Written known = latest;
		if (known.second() != second) {
			known = new Written(second, PREFERRED.format(time));
			latest = known;
		}
		return known.text();
	}

	/**
	 * Parses a date.
	 * @param text the text, or {@code null}
	 * @param near a time by which two digits of a year are understood
	 * @return the date, {@code null} if the text is none
	 */
	static @Nullable Instant parse(@Nullable String text, Instant near) {
		if (text == null) {
			return null;
		}
		String date = text.strip();
		Matcher imf = IMF.matcher(date);
		if (imf.matches()) {
			return instant(number(imf, 3), imf.group(2), imf.group(1), imf, 4);
		}
		Matcher asctime = ASCTIME.matcher(date);
		if (asctime.matches()) {
			return instant(number(asctime, 6), asctime.group(1), asctime.group(2), asctime, 3);
		}
		Matcher old = RFC_850.matcher(date);
		return old.matches() ? instant(year(number(old, 3), near), old.group(2), old.group(1), old, 4) : null;
	}

	/**
	 * What seems to lie more than 50 years ahead is the last year in the past with these
	 * digits.
	 */
	private static int year(int digits, Instant near) {
		int now = near.atOffset(ZoneOffset.UTC).getYear();
		int year = now - now % 100 + digits;
		if (year > now + 50) {
			return year - 100;
		}
		return (year <= now - 50) ? year + 100 : year;
	}

	private static @Nullable Instant instant(int year, String month, String day, Matcher matcher, int time) {
		try {
			int second = Math.min(number(matcher, time + 2), 59);
			return LocalDateTime
				.of(year, MONTHS.indexOf(month.toLowerCase(Locale.ROOT)) + 1, Integer.parseInt(day.strip()),
						number(matcher, time), number(matcher, time + 1), second)
				.toInstant(ZoneOffset.UTC);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static int number(Matcher matcher, int group) {
		return Integer.parseInt(matcher.group(group));
	}

	private static Pattern form(String regex) {
		return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
	}

	private record Written(long second, String text) {
	}

}
