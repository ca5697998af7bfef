package io.freshet.caching;

import org.springframework.util.Assert;

/**
 * When a hit begins to load an entry anew in the background, so that it does not expire
 * under those who read it. Either way is off by default, and both may be on.
 *
 * @param age the fraction of the lifetime from which on a hit does; each instance waits
 * for some more, up to half of the rest, so that not all load at once; 1 if never
 * @param beta how eager hits are to do so the nearer the end is and the longer the last
 * load took; 1 is the value that theory recommends, 0 if never
 * @see <a href="https://doi.org/10.14778/2757807.2757813">Vattani, Chierichetti,
 * Lowenstein: Optimal Probabilistic Cache Stampede Prevention (2015)</a>
 */
public record RefreshAhead(double age, double beta) {

	/**
	 * An entry is loaded anew when its time has passed, and not before.
	 */
	public static final RefreshAhead OFF = new RefreshAhead(1, 0);

	/**
	 * Checks the settings.
	 * @param age the fraction of the lifetime from which on a hit begins a load
	 * @param beta how eager hits are
	 * @throws IllegalArgumentException if the fraction is not above 0 and at most 1, or
	 * the other number is negative or not finite
	 */
	public RefreshAhead {
		Assert.isTrue(age > 0 && age <= 1, () -> "Refresh-ahead age " + age + " must be above 0 and at most 1");
		Assert.isTrue(beta >= 0 && Double.isFinite(beta), () -> "Refresh-ahead beta " + beta + " must be 0 or more");
	}

	/**
	 * Begins a load from a fraction of the lifetime on.
	 * @param age the fraction, above 0 and below 1
	 * @return the settings
	 */
	public static RefreshAhead fromAge(double age) {
		return new RefreshAhead(age, 0);
	}

	/**
	 * Begins a load with a probability that grows towards the end (XFetch).
	 * @param beta how eagerly
	 * @return the settings
	 */
	public static RefreshAhead withBeta(double beta) {
		return new RefreshAhead(1, beta);
	}

	/**
	 * Returns whether hits never begin a load.
	 * @return whether both ways are off
	 */
	public boolean isOff() {
		return this.age >= 1 && this.beta == 0;
	}

}
