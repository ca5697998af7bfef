package io.freshet.checker;

import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Reads a stream of events to its end, and knows how many came and how long none did.
 */
final class EventWatch {

	private long count;

	private long since = System.nanoTime();

	private long longest;

	private String last = "";

	/** Counts the events that lines begin. What breaks off is seen by its gap. */
	void read(Stream<String> lines) {
		try {
			lines.forEach(this::read);
		}
		catch (UncheckedIOException ex) {
			// The instance has ended.
		}
	}

	private void read(String line) {
		if (line.startsWith("event:")) {
			came();
		}
		else if (line.startsWith("data:")) {
			data(line.substring("data:".length()));
		}
	}

	private synchronized void came() {
		long now = System.nanoTime();
		this.count++;
		this.longest = Math.max(this.longest, now - this.since);
		this.since = now;
	}

	private synchronized void data(String data) {
		this.last = data;
	}

	synchronized String last() {
		return this.last;
	}

	/** Returns what came since the last time, and begins anew. */
	synchronized Came came(long begun) {
		long now = System.nanoTime();
		Came came = new Came(this.count, TimeUnit.NANOSECONDS.toMillis(Math.max(this.longest, now - this.since)),
				(now - begun) / 1e9);
		this.count = 0;
		this.longest = 0;
		return came;
	}

	/**
	 * What came for a while.
	 *
	 * @param count the number of events
	 * @param longestGapMillis the longest time without one
	 * @param seconds how long that while was
	 */
	record Came(long count, long longestGapMillis, double seconds) {
	}

}
