package io.freshet.loadtests;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Chooses among things of which few are much in demand: the n-th is asked for in
 * proportion to 1/n.
 */
final class Zipf {

	private final double[] cumulated;

	Zipf(int size) {
		this.cumulated = new double[size];
		double sum = 0;
		for (int i = 0; i < size; i++) {
			sum += 1.0 / (i + 1);
			this.cumulated[i] = sum;
		}
	}

	int next(RandomGenerator random) {
		double point = random.nextDouble() * this.cumulated[this.cumulated.length - 1];
		int found = Arrays.binarySearch(this.cumulated, point);
		return (found < 0) ? -found - 1 : found;
	}

}
