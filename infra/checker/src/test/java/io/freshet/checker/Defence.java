package io.freshet.checker;

import java.util.Locale;
import java.util.Map;

/**
 * A part of the cache's protection that can be switched off, to show that it is needed
 * and that the checker sees it missing.
 */
enum Defence {

	/** An entry is valid only if its stamp sees all invalidations of its tags. */
	STAMP("none", 9, 3, 30),

	/**
	 * A load is joined only if it began late enough for who joins. Rows are few, so that
	 * loads are joined.
	 */
	JOIN("postgres-answers-late", 12, 6, 6),

	/** A view that is older than the bound judges nothing. */
	BOUND("postgres-blackhole", 9, 3, 30),

	/**
	 * What the view forgot is made up for by a floor. Rows are many, and the view small.
	 */
	FLOOR("none", 9, 3, 200),

	/**
	 * A read with the token of a write waits for it. Nothing else tells of it at once.
	 */
	TOKEN("redis-killed", 9, 3, 30),

	/** A clear is written down, and not only done where it was asked for. */
	CLEAR("none", 9, 3, 30);

	private final String fault;

	private final int readers;

	private final int writers;

	private final int rows;

	Defence(String fault, int readers, int writers, int rows) {
		this.fault = fault;
		this.readers = readers;
		this.writers = writers;
		this.rows = rows;
	}

	static Defence of(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

	/** Returns the fault under which its loss shows. */
	String fault() {
		return this.fault;
	}

	int readers() {
		return this.readers;
	}

	int writers() {
		return this.writers;
	}

	int rows() {
		return this.rows;
	}

	/** Returns the settings of the instances with which its loss shows. */
	Map<String, String> environment() {
		return (this == FLOOR) ? Map.of("FRESHET_CACHING_LEDGER_VIEW_SIZE", "2KB") : Map.of();
	}

}
