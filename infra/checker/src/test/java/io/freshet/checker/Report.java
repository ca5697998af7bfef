package io.freshet.checker;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What was seen, fault by fault.
 *
 * @param tallies the counts
 */
record Report(List<Tally> tallies) {

	private static final int SHOWN = 20;

	long violations() {
		return sum((tally) -> tally.violations().size());
	}

	long reads() {
		return sum(Tally::reads);
	}

	long writes() {
		return sum(Tally::writes);
	}

	private long sum(ToLongFunction<Tally> count) {
		return this.tallies.stream().mapToLong(count).sum();
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		text.append(line("", "", "", "failed", "failed", "", "", "of all reads", "", "of replaced", "", "most"));
		text.append(line("fault", "reads", "writes", "reads", "writes", "hits", "violations", "p99 ms", "p99.9 ms",
				"p99 ms", "p99.9 ms", "stale ms"));
		this.tallies.forEach((tally) -> text.append(line(tally)));
		text.append(line("total", reads(), writes(), sum(Tally::failedReads), sum(Tally::failedWrites), "",
				violations(), "", "", "", "", ""));
		text.append(violationsText());
		return text.toString();
	}

	private static String line(Tally tally) {
		long[] stale = tally.sortedStaleness();
		long answers = Math.max(1, tally.answers());
		return line(tally.fault(), tally.reads(), tally.writes(), tally.failedReads(), tally.failedWrites(),
				String.format(Locale.ROOT, "%.1f%%", 100.0 * tally.hits() / answers), tally.violations().size(),
				millis(percentile(stale, tally.reads(), 0.99)), millis(percentile(stale, tally.reads(), 0.999)),
				millis(percentile(stale, stale.length, 0.99)), millis(percentile(stale, stale.length, 0.999)),
				millis((stale.length > 0) ? stale[stale.length - 1] : 0));
	}

	private static String line(Object... columns) {
		return String.format(Locale.ROOT, "%-22s %10s %8s %8s %8s %7s %11s %8s %8s %8s %9s %9s%n",
				Arrays.stream(columns).map(String::valueOf).toArray());
	}

	/**
	 * Returns a percentile of some numbers of which only those above zero are given.
	 * @param sorted the numbers above zero, in ascending order
	 * @param count how many there are, those that are zero included
	 * @param share which percentile, from zero to one
	 * @return the percentile
	 */
	static long percentile(long[] sorted, long count, double share) {
		long above = count - (long) Math.ceil(count * share);
		int index = (int) (sorted.length - 1 - above);
		return (index < 0 || sorted.length == 0) ? 0 : sorted[index];
	}

	private static String millis(long nanos) {
		return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
	}

	private String violationsText() {
		return this.tallies.stream()
			.flatMap((tally) -> tally.violations().stream().map((violation) -> tally.fault() + ": " + violation))
			.limit(SHOWN)
			.collect(Collectors.joining(System.lineSeparator()));
	}

}
