package io.freshet.checker;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A part of the cache's protection that can be switched off, to show that it is needed
 * and that the checker sees it missing.
 */
enum Defence {

	/** An entry is valid only if its stamp sees all invalidations of its tags. */
	STAMP("none", 30),

	/**
	 * A load is joined only if it began late enough for who joins. Rows are few, so that
	 * loads are joined.
	 */
	JOIN("postgres-answers-late", 3),

	/** A view that is older than the bound judges nothing. */
	BOUND("postgres-blackhole", 30),

	/**
	 * What the view forgot is made up for by a floor. Rows are many, and the view small.
	 */
	FLOOR("none", 600);

	private final String fault;

	private final int rows;

	Defence(String fault, int rows) {
		this.fault = fault;
		this.rows = rows;
	}

	static Defence of(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

	/** Returns the faults under which its loss shows. */
	List<String> faults() {
		return List.of(this.fault);
	}

	/** Returns the number of rows with which its loss shows. */
	int rows() {
		return this.rows;
	}

	/** Returns the settings of the instances with which its loss shows. */
	Map<String, String> environment() {
		return (this == FLOOR) ? Map.of("FRESHET_CACHING_LEDGER_CAPACITY", "8") : Map.of();
	}

}
