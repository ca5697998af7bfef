package io.freshet.caching.measuring;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Variants that are measured in turns, so that what else the machine does meets all of
 * them alike; the first one is what the others are compared with.
 */
public final class Rounds {

	private final Map<String, DoubleSupplier> variants = new LinkedHashMap<>();

	private final Map<String, List<Double>> measured = new LinkedHashMap<>();

	/**
	 * Adds a variant.
	 * @param name its name
	 * @param variant measures it once
	 * @return this
	 */
	public Rounds with(String name, DoubleSupplier variant) {
		this.variants.put(name, variant);
		this.measured.put(name, new ArrayList<>());
		return this;
	}

	/**
	 * Measures each variant once per round. Of two rounds the second goes the other way
	 * round; the first one of all warms up and does not count.
	 * @param rounds how many count
	 * @return this
	 */
	public Rounds run(int rounds) {
		return run(1, rounds);
	}

	/**
	 * Measures each variant once per round. Of two rounds the second goes the other way
	 * round.
	 * @param warmUps how many rounds come first that do not count
	 * @param rounds how many count
	 * @return this
	 */
	public Rounds run(int warmUps, int rounds) {
		for (int round = 1 - warmUps; round <= rounds; round++) {
			List<String> order = new ArrayList<>(this.variants.keySet());
			if (round % 2 != 0) {
				Collections.reverse(order);
			}
			for (String name : order) {
				double value = this.variants.get(name).getAsDouble();
				if (round > 0) {
					this.measured.get(name).add(value);
				}
			}
		}
		return this;
	}

	/**
	 * Prints median, lowest and highest of each variant, and its ratio to the first one:
	 * the median of the ratios within a round.
	 * @param out where to
	 * @param title what was measured
	 * @param unit its unit
	 */
	public void print(PrintStream out, String title, String unit) {
		out.printf(Locale.ROOT, "%n%-46s %10s %10s %10s %8s%n", title + ", " + unit, "median", "lowest", "highest",
				"ratio");
		List<Double> first = this.measured.values().iterator().next();
		this.measured.forEach((name, values) -> out.printf(Locale.ROOT, "%-46s %10.2f %10.2f %10.2f %8.2f%n", name,
				median(values), Collections.min(values), Collections.max(values), median(ratios(values, first))));
	}

	/**
	 * Prints the ratio of two variants, the median of those within a round.
	 * @param out where to
	 * @param name the one
	 * @param beside the other
	 */
	public void printRatio(PrintStream out, String name, String beside) {
		out.printf(Locale.ROOT, "%s / %s: %.2f%n", name, beside,
				median(ratios(this.measured.get(name), this.measured.get(beside))));
	}

	private static List<Double> ratios(List<Double> values, List<Double> first) {
		return IntStream.range(0, values.size()).mapToObj((i) -> values.get(i) / first.get(i)).toList();
	}

	private static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int half = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
	}

}
