package io.freshet.caching.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Stamp;

/**
 * A value with what is needed to keep and to judge it. The state that others see never
 * changes; two fields remember work that was done once already (the decoded value, and up
 * to where the entry was judged), so that a hit in the near tier repeats neither.
 */
public final class StoredEntry {

	/**
	 * Bytes that an entry takes in memory beyond its payload, key and tags, as measured
	 * on a 64 bit Java 17 with compressed pointers and rounded up.
	 */
	private static final int OVERHEAD = 256;

	private static final int TAG_OVERHEAD = 76;

	private final EntryKey key;

	private final EntryKind kind;

	private final byte[] payload;

	private final long created;

	private final long softExpiry;

	private final long expires;

	private final long loadMicros;

	private final Set<CacheTag> tags;

	private final Stamp stamp;

	private final boolean stale;

	private final String keyText;

	private final int[] labelHashes;

	private final EntryUse use;

	private volatile @Nullable Object value;

	private volatile long judgedUpTo = -1;

	/**
	 * Makes an entry.
	 * @param key the key
	 * @param kind what the entry holds
	 * @param payload the encoded value; not to be changed after this call
	 * @param times when it was made and how long it lasts
	 * @param tags the cache tags
	 * @param stamp the snapshot under which the value was loaded
	 */
	public StoredEntry(EntryKey key, EntryKind kind, byte[] payload, EntryTimes times, Set<CacheTag> tags,
			Stamp stamp) {
		this.key = key;
		this.kind = kind;
		this.payload = payload;
		this.created = times.created().toEpochMilli();
		this.softExpiry = times.softExpiry().toEpochMilli();
		this.expires = times.expires().toEpochMilli();
		this.loadMicros = times.loadTime().toNanos() / 1000;
		this.tags = Set.copyOf(tags);
		this.stamp = stamp;
		this.keyText = key.text();
		this.labelHashes = IntStream
			.concat(tags.stream().mapToInt((tag) -> tag.value().hashCode()), IntStream.of(this.keyText.hashCode()))
			.toArray();
		this.stale = false;
		this.use = new EntryUse();
	}

	/**
	 * Makes an entry without a soft expiry of its own.
	 * @param key the key
	 * @param kind what the entry holds
	 * @param payload the encoded value; not to be changed after this call
	 * @param created when the value was loaded
	 * @param expires from when on the entry must not be used
	 * @param tags the cache tags
	 * @param stamp the snapshot under which the value was loaded
	 */
	public StoredEntry(EntryKey key, EntryKind kind, byte[] payload, Instant created, Instant expires,
			Set<CacheTag> tags, Stamp stamp) {
		this(key, kind, payload, EntryTimes.until(created, expires), tags, stamp);
	}

	private StoredEntry(StoredEntry original) {
		this.key = original.key;
		this.kind = original.kind;
		this.payload = original.payload;
		this.created = original.created;
		this.softExpiry = original.softExpiry;
		this.expires = original.expires;
		this.loadMicros = original.loadMicros;
		this.tags = original.tags;
		this.stamp = original.stamp;
		this.keyText = original.keyText;
		this.labelHashes = original.labelHashes;
		this.value = original.value;
		this.use = original.use;
		this.stale = true;
	}

	/**
	 * Returns this entry marked as perhaps out of date.
	 * @return an entry that is not for keeping
	 */
	public StoredEntry asStale() {
		return new StoredEntry(this);
	}

	/**
	 * Returns whether this entry may be out of date for longer than the bound.
	 * @return whether it could not be judged and is used all the same
	 */
	public boolean isStale() {
		return this.stale;
	}

	/**
	 * Returns when this entry was read.
	 * @return the notes, which change
	 */
	public EntryUse use() {
		return this.use;
	}

	/**
	 * Returns this entry with its value at hand, so that it need not be decoded.
	 * @param value the value that the payload encodes
	 * @return this entry
	 */
	public StoredEntry holding(Object value) {
		this.value = value;
		return this;
	}

	/**
	 * Returns the key.
	 * @return the key
	 */
	public EntryKey key() {
		return this.key;
	}

	/**
	 * Returns the full text of the key, which is at hand because judging needs it.
	 * @return the text
	 */
	public String keyText() {
		return this.keyText;
	}

	/**
	 * Returns the hash codes of the texts of the cache tags and of the key, which are at
	 * hand because judging needs them.
	 * @return the array itself, not to be changed
	 */
	public int[] labelHashes() {
		return this.labelHashes;
	}

	/**
	 * Returns what the entry holds.
	 * @return the kind
	 */
	public EntryKind kind() {
		return this.kind;
	}

	/**
	 * Returns the encoded value.
	 * @return the bytes themselves, not to be changed
	 */
	public byte[] payload() {
		return this.payload;
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
	 * @return the time, not after {@link #expires()}
	 */
	public Instant softExpiry() {
		return Instant.ofEpochMilli(this.softExpiry);
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
		return millis >= this.softExpiry;
	}

	/**
	 * Returns how long the origin took.
	 * @return the time, zero if nobody measured it
	 */
	public Duration loadTime() {
		return Duration.ofNanos(this.loadMicros * 1000);
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

	/**
	 * Returns the value, decoded at the first call.
	 * @param <T> the type of the value
	 * @param codec the codec that made the payload; always the same one for a cache
	 * @return the value
	 * @throws RuntimeException if the payload cannot be decoded
	 */
	@SuppressWarnings("unchecked")
	public <T> T value(ValueCodec<T> codec) {
		Object decoded = this.value;
		if (decoded == null) {
			decoded = codec.decode(this.payload);
			this.value = decoded;
		}
		return (T) decoded;
	}

	/**
	 * Returns up to which sequence number of the view this entry was found valid.
	 * @return the number, -1 if it was not judged yet
	 */
	public long judgedUpTo() {
		return this.judgedUpTo;
	}

	/**
	 * Remembers that this entry was found valid.
	 * @param sequence the sequence number of the view
	 */
	public void judgedUpTo(long sequence) {
		this.judgedUpTo = sequence;
	}

	/**
	 * Returns the share of the near tier's capacity that this entry takes.
	 * @return bytes, estimated
	 */
	public int weight() {
		int weight = OVERHEAD + this.payload.length + this.stamp.weight() + 2 * this.key.key().value().length()
				+ 2 * this.keyText.length();
		for (CacheTag tag : this.tags) {
			weight += TAG_OVERHEAD + 2 * tag.value().length();
		}
		return weight;
	}

	@Override
	public String toString() {
		return "StoredEntry[" + this.key + ", " + this.kind + ", " + this.payload.length + " bytes, expires "
				+ expires() + "]";
	}

}
