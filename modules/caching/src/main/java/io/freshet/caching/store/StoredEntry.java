package io.freshet.caching.store;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Stamp;

/**
 * A value with what is needed to keep and to judge it. The state that others see never
 * changes; two fields remember work that was done once already (the decoded value, and up
 * to where the entry was judged), so that a hit in the near tier repeats neither.
 * <p>
 * The near tier keeps either the payload or the decoded value, not both, so that it knows
 * how much memory an entry takes: see {@link #forNear(Consumer)}.
 */
public final class StoredEntry extends EntryMetadata {

	private static final AtomicReferenceFieldUpdater<StoredEntry, @Nullable EntryUse> USE = AtomicReferenceFieldUpdater
		.newUpdater(StoredEntry.class, EntryUse.class, "use");

	/** Weight of a decoded value that cannot be weighed, in lengths of its payload. */
	private static final long GUESSED_FACTOR = 3;

	private final boolean stale;

	private final boolean writable;

	private final byte @Nullable [] payload;

	/** When the entry was read, if anybody wants to know. */
	private volatile @Nullable EntryUse use;

	/** Estimated when the value is kept without its payload, else 0. */
	private final int valueWeight;

	/**
	 * Until the value is there, in the near tier, the {@link Consumer} that is told when
	 * it was decoded; then the {@link ValueCodec} of the value, written before it. One
	 * field for both: with it an entry takes a word less.
	 */
	private @Nullable Object keeperOrCodec;

	/** Whether the value was made of the payload. */
	private boolean decoded;

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
		this(key, kind, payload, times, tags, stamp, true);
	}

	private StoredEntry(EntryKey key, EntryKind kind, byte[] payload, EntryTimes times, Set<CacheTag> tags, Stamp stamp,
			boolean writable) {
		super(key, kind, times, tags, stamp);
		this.payload = payload;
		this.writable = writable;
		this.stale = false;
		this.valueWeight = 0;
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

	/** Another entry of the same value, which is kept as said. */
	private StoredEntry(StoredEntry original, boolean stale, byte @Nullable [] payload, @Nullable Object value,
			long valueWeight, @Nullable Object keeperOrCodec) {
		super(original);
		this.use = original.use;
		this.writable = original.writable;
		this.judgedUpTo = original.judgedUpTo;
		this.keeperOrCodec = keeperOrCodec;
		this.payload = payload;
		this.value = value;
		this.valueWeight = (int) Math.min(valueWeight, EntryWeight.MAX);
		this.stale = stale;
	}

	/**
	 * Makes an entry that is answered and never kept, because its value cannot be
	 * encoded.
	 * @param key the key
	 * @param kind what the entry holds
	 * @param value the value
	 * @param now when it was loaded, and when it expires
	 * @param tags the cache tags
	 * @param stamp the snapshot under which the value was loaded
	 * @return the entry
	 */
	public static StoredEntry unwritable(EntryKey key, EntryKind kind, Object value, Instant now, Set<CacheTag> tags,
			Stamp stamp) {
		return new StoredEntry(key, kind, new byte[0], EntryTimes.until(now, now), tags, stamp, false).holding(value);
	}

	/**
	 * Returns whether the value could be encoded.
	 * @return whether there is a payload
	 */
	public boolean isWritable() {
		return this.writable;
	}

	/**
	 * Returns this entry marked as perhaps out of date.
	 * @return an entry that is not for keeping
	 */
	public StoredEntry asStale() {
		return new StoredEntry(this, true, this.payload, this.value, this.valueWeight,
				(this.keeperOrCodec instanceof ValueCodec<?> codec) ? codec : null);
	}

	/**
	 * Returns this entry as the near tier keeps it: with the decoded value alone if that
	 * is at hand and consists of nothing but what is encoded, else with the payload alone
	 * until somebody asks for the value.
	 * @param keeper is told when the value of the returned entry was decoded, so that it
	 * puts the entry as it is to be kept from then on in its place
	 * @return an entry of the same value
	 */
	public StoredEntry forNear(Consumer<StoredEntry> keeper) {
		byte[] bytes = this.payload;
		if (bytes == null) {
			return this;
		}
		Object held = this.value;
		ValueCodec<?> codec = (held != null && this.keeperOrCodec instanceof ValueCodec<?> known) ? known : null;
		long weight = (held != null && codec != null) ? weigh(codec, held, bytes.length) : -1;
		if (weight < 0 && this.decoded) {
			// There is nothing in it but what is encoded.
			weight = GUESSED_FACTOR * bytes.length;
		}
		return (weight >= 0) ? new StoredEntry(this, this.stale, null, held, weight, codec)
				: new StoredEntry(this, this.stale, bytes, null, 0, keeper);
	}

	@SuppressWarnings("unchecked")
	private static <T> long weigh(ValueCodec<T> codec, Object value, int length) {
		return codec.weigh((T) value, length);
	}

	/**
	 * Returns whether this entry may be out of date for longer than the bound.
	 * @return whether it could not be judged and is used all the same
	 */
	public boolean isStale() {
		return this.stale;
	}

	/**
	 * Returns when this entry was read. Copies of an entry share that if it was asked
	 * for, or told with {@link #shareUse}, before they were made.
	 * @return the notes, which change
	 */
	public EntryUse use() {
		EntryUse known = this.use;
		if (known == null) {
			USE.compareAndSet(this, null, new EntryUse());
			known = Objects.requireNonNull(this.use);
		}
		return known;
	}

	/**
	 * Returns whether somebody has asked when this entry was read.
	 * @return whether there are notes
	 */
	public boolean hasUse() {
		return this.use != null;
	}

	/**
	 * Has a copy of this entry know of all reads of either.
	 * @param copy the copy
	 */
	public void shareUse(StoredEntry copy) {
		copy.use = use();
	}

	/**
	 * Returns this entry with its value at hand, so that it need not be decoded by those
	 * who get it now. The near tier decodes it for itself.
	 * @param value the value that the payload encodes
	 * @return this entry
	 */
	public StoredEntry holding(Object value) {
		this.value = value;
		return this;
	}

	/**
	 * Returns this entry with its value at hand, so that it need not be decoded.
	 * @param <T> the type of the value
	 * @param value the value that the payload encodes
	 * @param codec what encoded it
	 * @return this entry
	 */
	public <T> StoredEntry holding(T value, ValueCodec<T> codec) {
		this.keeperOrCodec = codec;
		return holding(codec.copyOf(value));
	}

	/**
	 * Returns the encoded value, encoded anew if only the value is kept.
	 * @return the bytes themselves, not to be changed
	 */
	public byte[] payload() {
		byte[] bytes = this.payload;
		return (bytes != null) ? bytes : encode((ValueCodec<?>) Objects.requireNonNull(this.keeperOrCodec),
				Objects.requireNonNull(this.value));
	}

	@SuppressWarnings("unchecked")
	private static <T> byte[] encode(ValueCodec<T> codec, Object value) {
		return codec.encode((T) value);
	}

	/**
	 * Returns the value for one caller, decoded at the first call.
	 * @param <T> the type of the value
	 * @param codec the codec that made the payload; always the same one for a cache
	 * @return the value
	 * @throws RuntimeException if the payload cannot be decoded
	 */
	@SuppressWarnings("unchecked")
	public <T> T value(ValueCodec<T> codec) {
		Object held = this.value;
		if (held == null) {
			held = codec.decode(payload());
			Object keeper = this.keeperOrCodec;
			this.decoded = true;
			this.keeperOrCodec = codec;
			this.value = held;
			if (keeper instanceof Consumer<?> known) {
				((Consumer<StoredEntry>) known).accept(this);
			}
		}
		return codec.copyOf((T) held);
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
		byte[] bytes = this.payload;
		return EntryWeight.of(this, (bytes != null) ? HeapSize.ofBytes(bytes.length) : this.valueWeight);
	}

	@Override
	public String toString() {
		return "StoredEntry[" + key() + ", " + kind() + ", expires " + expires() + "]";
	}

}
