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

	long sum(Count what) {
		return sum((tally) -> tally.sum(what));
	}

	private long sum(ToLongFunction<Tally> count) {
		return this.tallies.stream().mapToLong(count).sum();
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		text.append(line("", "", "with", "failed", "", "by", "", "failed", "", "marked", "", "of all", "of all",
				"replaced", "replaced", "most"));
		text.append(line("fault", "reads", "token", "reads", "writes", "SQL", "clears", "writes", "hits", "stale",
				"violations", "p99 ms", "p99.9 ms", "p99 ms", "p99.9 ms", "stale ms"));
		this.tallies.forEach((tally) -> text.append(line(tally)));
		text.append(line("total", sum(Count.READS), sum(Count.WITH_TOKEN), sum(Count.FAILED_READS), sum(Count.WRITES),
				sum(Count.SQL_WRITES), sum(Count.CLEARS), sum(Count.FAILED_WRITES), "", sum(Count.STALE), violations(),
				"", "", "", "", ""));
		text.append(violationsText());
		return text.toString();
	}

	private static String line(Tally tally) {
		long[] stale = tally.sortedStaleness();
		long reads = tally.sum(Count.READS);
		double hits = 100.0 * tally.sum(Count.HITS) / Math.max(1, tally.sum(Count.ANSWERS));
		return line(tally.fault(), reads, tally.sum(Count.WITH_TOKEN), tally.sum(Count.FAILED_READS),
				tally.sum(Count.WRITES), tally.sum(Count.SQL_WRITES), tally.sum(Count.CLEARS),
				tally.sum(Count.FAILED_WRITES), String.format(Locale.ROOT, "%.1f%%", hits), tally.sum(Count.STALE),
				tally.violations().size(), millis(percentile(stale, reads, 0.99)),
				millis(percentile(stale, reads, 0.999)), millis(percentile(stale, stale.length, 0.99)),
				millis(percentile(stale, stale.length, 0.999)),
				millis((stale.length > 0) ? stale[stale.length - 1] : 0));
	}

	private static String line(Object... columns) {
		return String.format(Locale.ROOT, "%-22s %9s %7s %7s %7s %6s %6s %7s %6s %7s %10s %8s %8s %8s %8s %8s%n",
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
