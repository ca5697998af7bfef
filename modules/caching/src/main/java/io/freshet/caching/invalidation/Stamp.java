package io.freshet.caching.invalidation;

import java.util.Arrays;
import java.util.Objects;

import org.springframework.util.StringUtils;

/**
 * Says which changes could be seen when a value was loaded: a snapshot of one history of
 * a database. Opaque outside of the ledger that made it.
 * <p>
 * A change has a position, the identifier of its transaction. The snapshot sees every
 * position below {@code floor}, none from {@code ceiling} on, and those in between that
 * are not in {@code running}. This is PostgreSQL's {@code pg_snapshot}; a ledger without
 * transactions uses floor and ceiling alone.
 */
public final class Stamp {

	/**
	 * Sees nothing and belongs to no history; what carries it is never valid.
	 */
	public static final Stamp NONE = new Stamp("", 0, 0, new long[0]);

	/**
	 * Number of running transactions that {@link #bounded()} keeps apart.
	 */
	static final int MAX_RUNNING = 256;

	private static final int RADIX = Character.MAX_RADIX;

	private static final long[] NOTHING = new long[0];

	private static volatile Written lastRead = new Written("", NONE);

	private final String history;

	private final long floor;

	private final long ceiling;

	private final long[] running;

	private Stamp(String history, long floor, long ceiling, long[] running) {
		this.history = history;
		this.floor = floor;
		this.ceiling = ceiling;
		this.running = running;
	}

	/**
	 * Makes a stamp that sees every position below one.
	 * @param history the history that the position belongs to
	 * @param ceiling the first position that is not seen
	 * @return the stamp
	 */
	public static Stamp below(String history, long ceiling) {
		return new Stamp(history, ceiling, ceiling, NOTHING);
	}

	/**
	 * Makes a stamp of a snapshot.
	 * @param history the history that the snapshot belongs to
	 * @param snapshot the text of a {@code pg_snapshot}: {@code xmin:xmax:xip,xip}
	 * @return the stamp
	 * @throws IllegalArgumentException if the text is not of that form
	 */
	public static Stamp of(String history, String snapshot) {
		String[] parts = snapshot.split(":", -1);
		if (parts.length != 3) {
			throw new IllegalArgumentException("Not a snapshot: '" + snapshot + "'");
		}
		long[] running = Arrays.stream(StringUtils.tokenizeToStringArray(parts[2], ","))
			.mapToLong(Long::parseUnsignedLong)
			.sorted()
			.toArray();
		return new Stamp(history, Long.parseUnsignedLong(parts[0]), Long.parseUnsignedLong(parts[1]), running);
	}

	/**
	 * Reads what {@link #text()} wrote.
	 * @param text the text
	 * @return the stamp
	 * @throws IllegalArgumentException if the text is not of that form
	 */
	public static Stamp parse(String text) {
		Written last = lastRead;
		if (last.text().equals(text)) {
			return last.stamp();
		}
		Stamp stamp = read(text, last.stamp().history);
		lastRead = new Written(text, stamp);
		return stamp;
	}

	/** All stamps that are read have the same text for their history, nearly always. */
	private static Stamp read(String text, String lastHistory) {
		int at = text.indexOf('@');
		String[] parts = text.substring(0, Math.max(at, 0)).split(":", -1);
		if (parts.length != 3) {
			throw new IllegalArgumentException("Not a stamp: '" + text + "'");
		}
		long floor = Long.parseUnsignedLong(parts[0], RADIX);
		String[] gaps = StringUtils.tokenizeToStringArray(parts[2], ",");
		long[] running = new long[gaps.length];
		long last = floor;
		for (int i = 0; i < gaps.length; i++) {
			last += Long.parseUnsignedLong(gaps[i], RADIX);
			running[i] = last;
		}
		String history = text.substring(at + 1);
		return new Stamp(history.equals(lastHistory) ? lastHistory : history, floor,
				floor + Long.parseUnsignedLong(parts[1], RADIX), running);
	}

	/**
	 * Returns a stamp for keeping: where very many transactions were running, one that
	 * sees less than this one, so that no entry grows with their number. To see less is
	 * safe.
	 * @return this stamp, or one that ends at a running transaction
	 */
	public Stamp bounded() {
		return (this.running.length <= MAX_RUNNING) ? this : new Stamp(this.history, this.floor,
				this.running[MAX_RUNNING], Arrays.copyOf(this.running, MAX_RUNNING));
	}

	/**
	 * Returns how much memory this stamp takes, beyond a fixed part.
	 * @return bytes
	 */
	public int weight() {
		return Long.BYTES * this.running.length;
	}

	/**
	 * Returns whether the change at a position could be seen.
	 * @param position the position
	 * @return whether it is visible in the snapshot
	 */
	boolean sees(long position) {
		return position < this.floor || (position < this.ceiling && Arrays.binarySearch(this.running, position) < 0);
	}

	/**
	 * Returns whether this is {@link #NONE}.
	 * @return whether nothing is known
	 */
	public boolean isNone() {
		return this.history.isEmpty();
	}

	/**
	 * Returns whether another stamp belongs to the same history.
	 * @param other the other stamp
	 * @return whether the two can be compared
	 */
	public boolean isComparableTo(Stamp other) {
		return this.history.equals(other.history);
	}

	/**
	 * Returns whether this stamp is of an earlier time than another one of its history. A
	 * database never gives one out after the other, unless it lost what it had done.
	 * @param other the other stamp
	 * @return whether fewer positions had been given away
	 */
	public boolean isBefore(Stamp other) {
		return this.ceiling < other.ceiling;
	}

	/**
	 * Returns the history that this stamp belongs to. Stamps compare only within one.
	 * @return the history
	 */
	String history() {
		return this.history;
	}

	/**
	 * Returns the first position that was not given to any transaction yet.
	 * @return the position
	 */
	long ceiling() {
		return this.ceiling;
	}

	/**
	 * Returns the snapshot as PostgreSQL writes it.
	 * @return the text of a {@code pg_snapshot}
	 */
	public String snapshot() {
		StringBuilder text = new StringBuilder().append(this.floor).append(':').append(this.ceiling).append(':');
		for (int i = 0; i < this.running.length; i++) {
			text.append((i > 0) ? "," : "").append(this.running[i]);
		}
		return text.toString();
	}

	/**
	 * Returns the text of this stamp: the floor, the distance of the ceiling, the
	 * distances between the running transactions, all to the base of 36, and the history.
	 * @return the text, which {@link #parse(String)} reads
	 */
	public String text() {
		StringBuilder text = new StringBuilder().append(Long.toUnsignedString(this.floor, RADIX))
			.append(':')
			.append(Long.toUnsignedString(this.ceiling - this.floor, RADIX))
			.append(':');
		long last = this.floor;
		for (int i = 0; i < this.running.length; i++) {
			text.append((i > 0) ? "," : "").append(Long.toUnsignedString(this.running[i] - last, RADIX));
			last = this.running[i];
		}
		return text.append('@').append(this.history).toString();
	}

	@Override
	public boolean equals(Object other) {
		return this == other
				|| (other instanceof Stamp stamp && this.history.equals(stamp.history) && this.floor == stamp.floor
						&& this.ceiling == stamp.ceiling && Arrays.equals(this.running, stamp.running));
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.history, this.floor, this.ceiling, Arrays.hashCode(this.running));
	}

	@Override
	public String toString() {
		return text();
	}

	/**
	 * A stamp and its text: what was loaded without a change in between has the same one.
	 */
	private record Written(String text, Stamp stamp) {
	}

}
