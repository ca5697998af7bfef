package io.freshet.problems;

import java.net.URI;
import java.util.Locale;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/**
 * The names of our problems.
 */
final class ProblemType {

	private static final String PREFIX = "urn:freshet:problem:";

	private ProblemType() {
	}

	static URI of(String name) {
		return URI.create(PREFIX + name);
	}

	/**
	 * Gives a problem that has no type and title of its own those of its status.
	 * @param problem the problem to complete
	 */
	static void complete(ProblemDetail problem) {
		if (problem.getType() == null || "about:blank".equals(problem.getType().toString())) {
			problem.setType(of(nameOf(HttpStatusCode.valueOf(problem.getStatus()))));
		}
	}

	private static String nameOf(HttpStatusCode status) {
		return (status instanceof HttpStatus known) ? known.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-')
				: "status-" + status.value();
	}

}
