package io.freshet.caching.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Request fields by which an origin selects a representation (RFC 9110, section 12.5), in
 * a form in which values of the same meaning are equal.
 */
final class NegotiatedFields {

	/** Their members have weights in place of an order, and no case. */
	private static final Set<String> WEIGHTED = Set.of("accept-language", "accept-encoding");

	private static final int FULL_WEIGHT = QualityValue.MAX;

	private NegotiatedFields() {
	}

	/**
	 * Returns one form for all values of the same meaning.
	 * @param name the name of the field in lower case
	 * @param value its value
	 * @return the form
	 */
	static String canonical(String name, String value) {
		boolean weighted = WEIGHTED.contains(name);
		List<String> members = new ArrayList<>();
		for (String member : FieldLists.split(value)) {
			String stripped = member.strip();
			if (weighted && !stripped.isEmpty()) {
				Choice choice = Choice.of(stripped);
				members.add((choice.weight() == FULL_WEIGHT) ? choice.name() : choice.name() + ";q=" + choice.weight());
			}
			else if (!weighted) {
				members.add(stripped);
			}
		}
		if (weighted) {
			members.sort(null);
		}
		return String.join(",", members);
	}

	/**
	 * Returns whether the one language that a client wants most is that of a response.
	 * @param acceptLanguage what the client wants
	 * @param contentLanguage the lines of {@code Content-Language} of the response
	 * @return whether nothing could please the client more
	 */
	static boolean prefers(String acceptLanguage, List<String> contentLanguage) {
		if (contentLanguage.size() != 1) {
			return false;
		}
		String language = contentLanguage.get(0).strip().toLowerCase(Locale.ROOT);
		String best = "";
		int weight = 0;
		for (String member : FieldLists.split(acceptLanguage)) {
			Choice choice = Choice.of(member.strip());
			if (choice.weight() > weight) {
				weight = choice.weight();
				best = choice.name();
			}
			else if (choice.weight() == weight) {
				best = "";
			}
		}
		return !best.isEmpty() && (language.equals(best) || language.startsWith(best + "-"));
	}

	/**
	 * A member of such a list.
	 *
	 * @param name what is wanted, in lower case
	 * @param weight how much, in thousandths
	 */
	private record Choice(String name, int weight) {

		static Choice of(String member) {
			String lower = member.toLowerCase(Locale.ROOT);
			int parameters = lower.indexOf(';');
			if (parameters < 0) {
				return new Choice(lower, FULL_WEIGHT);
			}
			int weight = QualityValue.parse(lower.substring(parameters + 1));
			return (weight != QualityValue.INVALID) ? new Choice(lower.substring(0, parameters).stripTrailing(), weight)
					: new Choice(lower, FULL_WEIGHT);
		}

	}

}
