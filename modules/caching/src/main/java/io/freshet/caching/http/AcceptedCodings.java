package io.freshet.caching.http;

import java.util.Locale;

/**
 * Which content codings a client takes (RFC 9110, section 12.5.3). Where one is named
 * twice, or with a weight that is none, the more careful reading counts.
 *
 * @param gzip how much it wants gzip, in thousandths; zero if it does not take it
 * @param identity how much it wants a body without coding, in thousandths; zero if it
 * does not take that
 */
record AcceptedCodings(int gzip, int identity) {

	/** No preference was written down, so a coding that was is preferred. */
	private static final int UNSAID = 1;

	/** Who does not say that it knows a coding may not. */
	private static final AcceptedCodings NONE = new AcceptedCodings(0, UNSAID);

	private static final int UNKNOWN = -1;

	static AcceptedCodings of(HeaderFields request) {
		int gzip = UNKNOWN;
		int identity = UNKNOWN;
		int others = UNKNOWN;
		for (String line : request.values("Accept-Encoding")) {
			for (String member : FieldLists.split(line)) {
				int parameters = member.indexOf(';');
				String name = ((parameters < 0) ? member : member.substring(0, parameters)).strip();
				int weight = (parameters < 0) ? QualityValue.MAX
						: Math.max(0, QualityValue.parse(member.substring(parameters + 1)));
				switch (name.toLowerCase(Locale.ROOT)) {
					case "gzip", "x-gzip" -> gzip = least(gzip, weight);
					case "identity" -> identity = least(identity, weight);
					case "*" -> others = least(others, weight);
					default -> {
						// Not known here.
					}
				}
			}
		}
		if (gzip == UNKNOWN && identity == UNKNOWN && others == UNKNOWN) {
			return NONE;
		}
		int unsaid = (others == 0) ? 0 : UNSAID;
		return new AcceptedCodings((gzip != UNKNOWN) ? gzip : Math.max(0, others),
				(identity != UNKNOWN) ? identity : unsaid);
	}

	private static int least(int known, int weight) {
		return (known == UNKNOWN) ? weight : Math.min(known, weight);
	}

	boolean takeGzip() {
		return this.gzip > 0;
	}

	/**
	 * Returns whether a body without coding may be sent: it is taken, or there is nothing
	 * else that is.
	 */
	boolean takeIdentity() {
		return this.identity > 0 || this.gzip == 0;
	}

	boolean preferGzip() {
		return takeGzip() && this.gzip >= this.identity;
	}

}
