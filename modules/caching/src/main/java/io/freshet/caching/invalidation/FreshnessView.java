package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.LabelMarks.Mark;

/**
 * What this instance knows of the ledger: the newest snapshot, when the query that
 * brought it was sent, and the invalidations that matter for entries that may still be
 * around.
 * <p>
 * An entry is valid if and only if every known invalidation of its tags, of its key and
 * of a pattern that matches its key is visible in its stamp, and the stamp belongs to the
 * history that is followed. Where the view had to forget, it raises a floor: a stamp from
 * before the floor counts as invalid.
 * <p>
 * Readers take no lock. Writers, that is the follower and this instance's own changes,
 * take turns. A writer puts its marks in place, then moves the sequence number on, then
 * the snapshot. A reader asks whether the view is current, then takes the number, then
 * looks at the marks: so an entry judged at a number needs no second look until the
 * number moves. Another history is put together aside and takes the place of the one
 * before at once.
 */
public final class FreshnessView {

	private final long boundNanos;

	private final long capacity;

	private final LongSupplier nanoTime;

	private volatile KnownMoment moment = KnownMoment.NOTHING;

	private volatile MarkedHistory marked;

	private volatile long sequence;

	/**
	 * The number of invalidations that the ledger brought; moved by the writers alone.
	 */
	private volatile long received;

	/** The sequence number when the newest snapshot arrived; for the writers alone. */
	private long arrivedAt;

	private final InvalidationWatches watches = new InvalidationWatches();

	/**
	 * Makes a view that knows nothing yet, so that nothing is valid.
	 * @param bound the age up to which the view is current
	 * @param capacity the bytes of memory that what it remembers may take; if it needs
	 * more, it forgets the oldest
	 * @param nanoTime the clock, {@link System#nanoTime()} but for tests
	 */
	public FreshnessView(Duration bound, long capacity, LongSupplier nanoTime) {
		this.boundNanos = bound.toNanos();
		this.capacity = capacity;
		this.nanoTime = nanoTime;
		this.marked = new MarkedHistory("", 0, 0, capacity);
	}

	/**
	 * Returns the newest snapshot that is known.
	 * @return the snapshot, {@link Stamp#NONE} before the ledger was read
	 */
	public Stamp snapshot() {
		return this.moment.snapshot();
	}

	/**
	 * Returns the stamp for a load that begins now: the newest snapshot that is known, or
	 * one that sees less, so that it is short.
	 * @return the stamp, {@link Stamp#NONE} before the ledger was read
	 */
	public Stamp stamp() {
		return this.moment.stamp();
	}

	/**
	 * Returns the number of the last invalidation that was applied.
	 * @return a number that only grows
	 */
	public long sequence() {
		return this.sequence;
	}

	/**
	 * Returns whether what is known is not older than the bound.
	 * @return whether entries can be judged
	 */
	public boolean isCurrent() {
		KnownMoment current = this.moment;
		return !current.snapshot().isNone() && this.nanoTime.getAsLong() - current.sentAt() <= this.boundNanos;
	}

	/**
	 * Returns how old what is known is.
	 * @return the time since the query was sent that brought the newest snapshot; the
	 * longest possible duration before the ledger was read
	 */
	public Duration age() {
		KnownMoment current = this.moment;
		return current.snapshot().isNone() ? Duration.ofNanos(Long.MAX_VALUE)
				: Duration.ofNanos(this.nanoTime.getAsLong() - current.sentAt());
	}

	/**
	 * Returns the age up to which the view is current. Whoever waits for so long and then
	 * finds it current knows that it sees whatever was committed before.
	 * @return the bound
	 */
	public Duration bound() {
		return Duration.ofNanos(this.boundNanos);
	}

	/**
	 * Returns how often what is known was older than the bound since the ledger was read
	 * for the first time.
	 * @return that, which only grows
	 */
	public BoundExcess boundExcess() {
		return this.moment.excess(this.boundNanos, this.nanoTime.getAsLong());
	}

	/**
	 * Returns how many invalidations the ledger has brought, those of this instance
	 * included, since it is followed.
	 * @return a number that only grows
	 */
	public long received() {
		return this.received;
	}

	/**
	 * Judges an entry.
	 * @param stamp the stamp of the entry
	 * @param key the full text of its key
	 * @param tags its cache tags
	 * @return whether every known invalidation that concerns it is visible in its stamp
	 */
	public boolean isValid(Stamp stamp, String key, Collection<CacheTag> tags) {
		return this.marked.isValid(stamp, key, tags);
	}

	/**
	 * Judges an entry as {@link #isValid} does, but for invalidations of its very key.
	 * @param stamp the stamp of the entry
	 * @param key the full text of its key
	 * @param tags its cache tags
	 * @return whether every known invalidation of its tags, and of patterns that match
	 * its key, is visible in its stamp
	 */
	boolean isValidButForKey(Stamp stamp, String key, Collection<CacheTag> tags) {
		return this.marked.isValidButForKey(stamp, key, tags);
	}

	/**
	 * Returns a stamp for a value of which nobody knows when it was loaded: one that sees
	 * none of the invalidations that are remembered, so that the value counts only while
	 * there is none that concerns it.
	 * @return the stamp, {@link Stamp#NONE} before the ledger was read
	 */
	public Stamp oldest() {
		MarkedHistory current = this.marked;
		return this.moment.snapshot().isNone() ? Stamp.NONE : current.oldest();
	}

	/**
	 * Begins to note the invalidations of a key.
	 * @param key the full text of the key
	 * @param tag the cache tag that stands for it
	 * @return what notes them, until it is closed
	 */
	KeyWatch watch(String key, CacheTag tag) {
		return this.watches.ofKey(key, tag);
	}

	/**
	 * Judges an entry that was found valid before, at the cost of a few reads.
	 * @param since the sequence number at which it was found valid
	 * @param labelHashes the hash codes of the texts of its tags and of its key
	 * @return whether it is certain that nothing which concerns it was applied since; if
	 * not, {@link #isValid} tells
	 */
	public boolean isUntouchedSince(long since, int[] labelHashes) {
		return !this.marked.mayHaveChangedSince(since, labelHashes);
	}

	/**
	 * Returns whether an entry may have been invalidated since a number.
	 * @param since a sequence number
	 * @param key the full text of its key
	 * @param tags its cache tags
	 * @return whether an invalidation that concerns it was applied later, or may have
	 * been and is forgotten, or belongs to another history
	 */
	public boolean changedSince(long since, String key, Collection<CacheTag> tags) {
		return this.sequence != since && this.marked.changedSince(since, key, tags);
	}

	/**
	 * Applies a change of this instance that was committed just now.
	 * @param position its position
	 * @param invalidation what it makes invalid
	 */
	public synchronized void apply(long position, Invalidation invalidation) {
		if (this.moment.snapshot().sees(position)) {
			return;
		}
		long next = this.sequence + 1;
		this.marked.put(Mark.unconfirmed(position, next), invalidation);
		List<Positioned> news = List.of(new Positioned(position, invalidation));
		this.watches.note(news);
		this.sequence = next;
		this.watches.tell(news);
	}

	/**
	 * Begins anew with what was read back of the ledger: at the start, and when the
	 * database has begun another history. What this instance changed itself and does not
	 * see in the snapshot stays in force.
	 * @param stamp the snapshot
	 * @param sentAt the reading of the clock before the query was sent
	 * @param readBack the invalidations that were read
	 * @param untrusted the last stamp that they do not suffice to judge,
	 * {@link Stamp#NONE} if they suffice for all
	 */
	public synchronized void restart(Stamp stamp, long sentAt, Collection<Positioned> readBack, Stamp untrusted) {
		long next = this.sequence + 1;
		MarkedHistory begun = new MarkedHistory(stamp.history(), next, untrusted.ceiling(), this.capacity);
		begun.putUnconfirmed(this.marked, stamp);
		this.watches.giveUpKeys();
		remember(begun, stamp, readBack, next);
		this.marked = begun;
		this.sequence = next;
		arrived(stamp, sentAt);
		this.watches.tellAll();
	}

	/**
	 * Moves on to a newer snapshot of the same history, whose query was sent after the
	 * last snapshot had arrived. It therefore sees whatever this instance had committed
	 * by then.
	 * @param stamp the snapshot
	 * @param sentAt the reading of the clock before the query was sent
	 * @param news what became visible since the last snapshot
	 */
	public synchronized void advance(Stamp stamp, long sentAt, Collection<Positioned> news) {
		if (!news.isEmpty()) {
			long next = this.sequence + 1;
			remember(this.marked, stamp, news, next);
			this.sequence = next;
			this.received += news.size();
		}
		this.marked.unblock(this.arrivedAt, stamp);
		arrived(stamp, sentAt);
		this.watches.tell(news);
	}

	private void arrived(Stamp stamp, long sentAt) {
		this.moment = KnownMoment.of(stamp, sentAt, boundExcess());
		this.arrivedAt = this.sequence;
	}

	/**
	 * Runs an action whenever an invalidation of a tag has become known, and when
	 * everything begins anew.
	 * @param tag the tag
	 * @param action the action, which must not wait and must not throw
	 */
	public void whenInvalidated(CacheTag tag, Runnable action) {
		this.watches.ofTag(tag, action);
	}

	private void remember(MarkedHistory history, Stamp stamp, Collection<Positioned> news, long next) {
		for (Positioned change : news) {
			history.put(new Mark(change.position(), stamp.ceiling(), next), change.invalidation());
		}
		// Not before: who begins to watch in between finds the mark.
		this.watches.note(news);
		history.forgetIfTooHeavy(next);
	}

	/**
	 * Returns whether even the newest snapshot lies below a floor, so that some entries
	 * cannot become valid until the database gives another position away.
	 * @return whether a new position is needed
	 */
	public boolean needsPosition() {
		return this.moment.snapshot().ceiling() <= this.marked.highestFloor();
	}

	/**
	 * Returns the memory that what is remembered takes.
	 * @return bytes, estimated
	 */
	public long weight() {
		return this.marked.weight();
	}

	/**
	 * An invalidation with its place in the ledger.
	 *
	 * @param position the position of the change
	 * @param invalidation what it makes invalid
	 */
	public record Positioned(long position, Invalidation invalidation) {
	}

	@Override
	public String toString() {
		return "FreshnessView[" + this.moment.snapshot() + ", " + this.marked.weight() + " bytes, sequence "
				+ this.sequence + "]";
	}

}
