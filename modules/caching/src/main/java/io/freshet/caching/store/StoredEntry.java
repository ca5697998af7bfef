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

	private final Instant created;

	private final Instant expires;

	private final Set<CacheTag> tags;

	private final Stamp stamp;

	private final boolean stale;

	private final String keyText;

	private final int[] labelHashes;

	private volatile @Nullable Object value;

	private volatile long judgedUpTo = -1;

	/**
	 * Makes an entry.
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
		this(key, kind, payload, created, expires, Set.copyOf(tags), stamp, key.text(), false);
	}

	private StoredEntry(EntryKey key, EntryKind kind, byte[] payload, Instant created, Instant expires,
			Set<CacheTag> tags, Stamp stamp, String keyText, boolean stale) {
		this.key = key;
		this.kind = kind;
		this.payload = payload;
		this.created = created;
		this.expires = expires;
		this.tags = tags;
		this.stamp = stamp;
		this.keyText = keyText;
		this.labelHashes = IntStream
			.concat(tags.stream().mapToInt((tag) -> tag.value().hashCode()), IntStream.of(keyText.hashCode()))
			.toArray();
		this.stale = stale;
	}

	/**
	 * Returns this entry marked as perhaps out of date, because nobody could judge it.
	 * @return an entry that is not for keeping
	 */
	public StoredEntry asStale() {
		StoredEntry marked = new StoredEntry(this.key, this.kind, this.payload, this.created, this.expires, this.tags,
				this.stamp, this.keyText, true);
		marked.value = this.value;
		return marked;
	}

	/**
	 * Returns whether this entry may be out of date for longer than the bound.
	 * @return whether it could not be judged and is used all the same
	 */
	public boolean isStale() {
		return this.stale;
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
		return this.created;
	}

	/**
	 * Returns from when on the entry must not be used.
	 * @return the time
	 */
	public Instant expires() {
		return this.expires;
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
		return Duration.between(now, this.expires);
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
				+ this.expires + "]";
	}

}
