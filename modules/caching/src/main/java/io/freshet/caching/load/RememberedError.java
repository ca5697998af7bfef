package io.freshet.caching.load;

import java.util.Set;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.EntryTimes;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.ValueCodec;

/**
 * The error of a load as an entry, which holds it as it is: it never leaves this process.
 */
final class RememberedError implements ValueCodec<Throwable> {

	/**
	 * What an error with its stack trace takes, roughly: it cannot be told without making
	 * the trace.
	 */
	private static final int WEIGHT = 4096;

	private static final RememberedError CODEC = new RememberedError();

	private RememberedError() {
	}

	static StoredEntry entry(EntryKey key, Throwable error, EntryTimes times, Set<CacheTag> tags, Stamp stamp) {
		return new StoredEntry(key, EntryKind.ERROR, CODEC.encode(error), times, tags, stamp).holding(error, CODEC);
	}

	static Throwable of(StoredEntry entry) {
		return entry.value(CODEC);
	}

	@Override
	public byte[] encode(Throwable value) {
		return new byte[0];
	}

	@Override
	public Throwable decode(byte[] payload) {
		throw new IllegalStateException("An error is remembered in this process alone");
	}

	@Override
	public long shape() {
		return 0;
	}

	@Override
	public long weigh(Throwable value, int length) {
		return WEIGHT;
	}

}
