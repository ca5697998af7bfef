package io.freshet.caching.invalidation;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stands for changes that were committed. Whoever made them may hand it to any instance,
 * which then does not answer from what it knew before. Opaque to clients.
 *
 * @param history stands for the history of the database that the changes belong to
 * @param positions the positions of the changes
 */
public record FreshnessToken(String history, List<Long> positions) {

	/**
	 * Largest number of changes that a token stands for.
	 */
	public static final int MAX_POSITIONS = 64;

	private static final int RADIX = Character.MAX_RADIX;

	private static final Pattern FORM = Pattern.compile("[0-9a-z]{1,7}(\\.[0-9a-z]{1,12}){1," + MAX_POSITIONS + "}");

	/**
	 * Copies the positions.
	 * @param history stands for the history of the database
	 * @param positions the positions of the changes
	 */
	public FreshnessToken {
		positions = List.copyOf(positions);
	}

	static FreshnessToken of(String history, List<Long> positions) {
		return new FreshnessToken(digest(history), positions);
	}

	/** Clients learn nothing about the database from it. */
	private static String digest(String history) {
		return Integer.toUnsignedString(history.hashCode(), RADIX);
	}

	/**
	 * Reads what {@link #text()} wrote.
	 * @param text the text
	 * @return the token
	 * @throws IllegalArgumentException if the text is not of that form
	 */
	public static FreshnessToken parse(String text) {
		if (!FORM.matcher(text).matches()) {
			throw new IllegalArgumentException("Not a token");
		}
		String[] parts = text.split("\\.");
		return new FreshnessToken(parts[0],
				Arrays.stream(parts).skip(1).map((position) -> Long.parseLong(position, RADIX)).toList());
	}

	/**
	 * Returns whether the token belongs to the history of a snapshot.
	 * @param snapshot the snapshot
	 * @return whether the two can be compared
	 */
	public boolean isOfHistoryOf(Stamp snapshot) {
		return this.history.equals(digest(snapshot.history()));
	}

	/**
	 * Returns whether all of the changes are visible in a snapshot.
	 * @param snapshot the snapshot
	 * @return whether they are; not if it is of another history
	 */
	public boolean isSeenBy(Stamp snapshot) {
		return isOfHistoryOf(snapshot) && this.positions.stream().allMatch(snapshot::sees);
	}

	/**
	 * Returns the text for the client: letters, digits and dots.
	 * @return the text
	 */
	public String text() {
		return this.history + this.positions.stream()
			.map((position) -> "." + Long.toUnsignedString(position, RADIX))
			.collect(Collectors.joining());
	}

	@Override
	public String toString() {
		return text();
	}

}
