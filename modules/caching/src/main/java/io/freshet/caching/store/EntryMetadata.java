package io.freshet.caching.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Stamp;

/**
 * What is known of an entry besides its value. It never changes. Part of the same object
 * as the rest, since a reference to another one would take a word for each entry.
 */
abstract sealed class EntryMetadata permits StoredEntry {

	private final EntryKey key;

	private final byte kind;

	private final long created;

	/** From the creation on, so that it takes half the room. */
	private final int softMillis;

	private final long expires;

	private final int loadMicros;

	private final Set<CacheTag> tags;

	private final Stamp stamp;

	EntryMetadata(EntryKey key, EntryKind kind, EntryTimes times, Set<CacheTag> tags, Stamp stamp) {
		this.key = key;
		this.kind = kind.code();
		this.created = times.created().toEpochMilli();
		this.softMillis = (int) Math.max(0,
				Math.min(Integer.MAX_VALUE, times.softExpiry().toEpochMilli() - this.created));
		this.expires = times.expires().toEpochMilli();
		this.loadMicros = (int) Math.min(Integer.MAX_VALUE, times.loadTime().toNanos() / 1000);
		this.tags = Set.copyOf(tags);
		this.stamp = stamp;
	}

	EntryMetadata(EntryMetadata original) {
		this.key = original.key;
		this.kind = original.kind;
		this.created = original.created;
		this.softMillis = original.softMillis;
		this.expires = original.expires;
		this.loadMicros = original.loadMicros;
		this.tags = original.tags;
		this.stamp = original.stamp;
	}

	/**
	 * Returns the key.
	 * @return the key
	 */
	public EntryKey key() {
		return this.key;
	}

	/**
	 * Returns the full text of the key.
	 * @return the text, made at each call
	 */
	public String keyText() {
		return this.key.text();
	}

	/**
	 * Returns the hash codes of the texts of the cache tags and of the key, by which is
	 * judged what moved.
	 * @return an array of its own, made at each call
	 */
	public int[] labelHashes() {
		int[] hashes = new int[this.tags.size() + 1];
		int next = 0;
		for (CacheTag tag : this.tags) {
			hashes[next++] = tag.value().hashCode();
		}
		hashes[next] = this.key.textHash();
		return hashes;
	}

	/**
	 * Returns what the entry holds.
	 * @return the kind
	 */
	public EntryKind kind() {
		return EntryKind.of(this.kind);
	}

	/**
	 * Returns when the value was loaded.
	 * @return the time
	 */
	public Instant created() {
		return Instant.ofEpochMilli(this.created);
	}

	/**
	 * Returns from when on a refresh is due, serving still allowed.
	 * @return the time, not after {@link #expires()} and at most 24 days after the
	 * creation
	 */
	public Instant softExpiry() {
		return Instant.ofEpochMilli(this.created + this.softMillis);
	}

	/**
	 * Returns from when on the entry must not be used.
	 * @return the time
	 */
	public Instant expires() {
		return Instant.ofEpochMilli(this.expires);
	}

	/**
	 * Returns whether the entry must not be used any more.
	 * @param millis the time, milliseconds since 1970
	 * @return whether its time has passed
	 */
	public boolean isExpired(long millis) {
		return millis >= this.expires;
	}

	/**
	 * Returns whether a refresh is due.
	 * @param millis the time, milliseconds since 1970
	 * @return whether the soft expiry has passed
	 */
	public boolean isSoftExpired(long millis) {
		return millis >= this.created + this.softMillis;
	}

	/**
	 * Returns how long the origin took.
	 * @return the time, at most about half an hour; zero if nobody measured it
	 */
	public Duration loadTime() {
		return Duration.ofNanos(this.loadMicros * 1000L);
	}

	/**
	 * Returns the cache tags.
	 * @return the tags
	 */
	public Set<CacheTag> tags() {
		return this.tags;
	}

	/**
	 * Returns the snapshot under which the value was loaded.
	 * @return the stamp
	 */
	public Stamp stamp() {
		return this.stamp;
	}

	/**
	 * Returns the time that is left.
	 * @param now the time
	 * @return the rest of the lifetime, negative if it is over
	 */
	public Duration remaining(Instant now) {
		return Duration.ofMillis(this.expires - now.toEpochMilli());
	}

}
