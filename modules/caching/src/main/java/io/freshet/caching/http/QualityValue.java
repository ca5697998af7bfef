package io.freshet.caching.http;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Weights of choices (RFC 9110, section 12.4.2), in thousandths.
 */
final class QualityValue {

	static final int MAX = 1000;

	/** What is no weight. */
	static final int INVALID = -1;

	private static final Pattern FORM = Pattern.compile("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)");

	private QualityValue() {
	}

	/**
	 * Parses a weight.
	 * @param parameter the parameter {@code q}, with white space around it
	 * @return the weight, {@link #INVALID} if it is none
	 */
	static int parse(String parameter) {
		String weight = parameter.strip().toLowerCase(Locale.ROOT);
		if (!FORM.matcher(weight).matches()) {
			return INVALID;
		}
		String digits = weight.substring(2).replace(".", "");
		return Integer.parseInt((digits + "000").substring(0, 4));
	}

}
