package io.freshet.caching.redis;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32C;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryLimits;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.EntryTimes;
import io.freshet.caching.store.StoredEntry;

/**
 * The form of an entry in the shared tier, version 4, numbers in network byte order:
 *
 * <pre>
 * 2  magic "Fr"
 * 1  version
 * 2  length of the full key, then its UTF-8
 * 8  shape of the value
 * 1  kind
 * 1  flags: bit 0, the payload is an LZ4 block
 * 8  created, milliseconds since 1970
 * 8  soft expiry, likewise
 * 8  expires, likewise
 * 8  load time, microseconds
 * 4  length of the stamp, then its UTF-8
 * 4  number of tags, each: 2 length, then its UTF-8
 * 4  length of the payload before compression
 * 4  length of the payload, then the payload
 * 4  CRC-32C of all that is before
 * </pre>
 * <p>
 * The key comes first, so that a search reads {@link #KEY_PREFIX_LENGTH} bytes of an
 * entry and not all of it. Nothing in here names a type of the program.
 */
final class EnvelopeFormat {

	/**
	 * Bytes from the start of a value that hold its whole key, whatever its length.
	 */
	static final int KEY_PREFIX_LENGTH = 2048;

	private static final short MAGIC = ('F' << 8) | 'r';

	private static final byte VERSION = 4;

	private static final byte COMPRESSED = 1;

	private static final int FIXED_LENGTH = 69;

	/** Bytes that a stamp may take. */
	private static final int STAMP_LENGTH = 16 * 1024;

	/** Bytes that a tag may take, with its length in front. */
	private static final int TAG_LENGTH = 2 + 3 * CacheTag.MAX_LENGTH;

	private final int compressionThreshold;

	private final EntryLimits limits;

	/**
	 * Makes a format.
	 * @param compressionThreshold the length of a payload, in bytes, from which on it is
	 * compressed if that makes it shorter by an eighth
	 * @param limits how large an entry may be
	 */
	EnvelopeFormat(int compressionThreshold, EntryLimits limits) {
		this.compressionThreshold = compressionThreshold;
		this.limits = limits;
	}

	/**
	 * Returns how long an envelope can be.
	 * @return bytes; what is longer is none of ours, or is beyond the limits
	 */
	int maxLength() {
		long length = KEY_PREFIX_LENGTH + STAMP_LENGTH + (long) TAG_LENGTH * this.limits.tags()
				+ this.limits.valueSize();
		return (int) Math.min(length, Integer.MAX_VALUE - 16);
	}

	ByteBuffer encode(StoredEntry entry) {
		byte[] key = utf8(entry.key().text());
		byte[] stamp = utf8(entry.stamp().text());
		byte[][] tags = entry.tags()
			.stream()
			.map(CacheTag::value)
			.sorted()
			.map(EnvelopeFormat::utf8)
			.toArray(byte[][]::new);
		byte[] payload = entry.payload();
		byte[] written = (payload.length >= this.compressionThreshold) ? PayloadCompression.compress(payload) : payload;
		boolean compressed = written.length < payload.length;
		int length = FIXED_LENGTH + key.length + stamp.length + written.length;
		for (byte[] tag : tags) {
			length += 2 + tag.length;
		}
		ByteBuffer buffer = ByteBuffer.allocate(length);
		buffer.putShort(MAGIC).put(VERSION);
		buffer.putShort((short) key.length).put(key).putLong(entry.key().shape());
		buffer.put(entry.kind().code()).put(compressed ? COMPRESSED : 0);
		buffer.putLong(entry.created().toEpochMilli())
			.putLong(entry.softExpiry().toEpochMilli())
			.putLong(entry.expires().toEpochMilli())
			.putLong(entry.loadTime().toNanos() / 1000);
		buffer.putInt(stamp.length).put(stamp);
		buffer.putInt(tags.length);
		for (byte[] tag : tags) {
			buffer.putShort((short) tag.length).put(tag);
		}
		buffer.putInt(payload.length).putInt(written.length).put(written);
		buffer.putInt(checksum(buffer.array(), buffer.position()));
		return buffer.flip();
	}

	/**
	 * Decodes an entry.
	 * @param asked the key that was asked for, which becomes the key of the entry
	 * @throws MalformedEnvelopeException if the bytes are not an entry of this version
	 * and key, or one beyond the limits
	 */
	StoredEntry decode(ByteBuffer value, EntryKey asked) {
		if (value.remaining() > maxLength()) {
			throw new MalformedEnvelopeException("more than " + maxLength() + " bytes");
		}
		byte[] bytes = bytesOf(value);
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			int end = bytes.length - 4;
			if (end < 0 || buffer.getInt(end) != checksum(bytes, end)) {
				throw new MalformedEnvelopeException("checksum does not match");
			}
			String key = readKeyText(buffer);
			if (!key.equals(asked.text()) || buffer.getLong() != asked.shape()) {
				throw new MalformedEnvelopeException("asked for " + asked + ", found " + key);
			}
			EntryKind kind = EntryKind.of(buffer.get());
			boolean compressed = (buffer.get() & COMPRESSED) != 0;
			EntryTimes times = readTimes(buffer);
			Stamp stamp = Stamp.parse(text(buffer, buffer.getInt()));
			Set<CacheTag> tags = readTags(buffer, this.limits.tags());
			int length = buffer.getInt();
			byte[] payload = read(buffer, buffer.getInt());
			if (buffer.position() != end) {
				throw new MalformedEnvelopeException("more than an entry");
			}
			if (length > this.limits.valueSize() || (!compressed && length != payload.length)) {
				throw new MalformedEnvelopeException("payload of " + length + " bytes");
			}
			return new StoredEntry(asked, kind, compressed ? PayloadCompression.decompress(payload, length) : payload,
					times, tags, stamp);
		}
		catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException ex) {
			throw new MalformedEnvelopeException(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Reads all but the value from the beginning of an entry, without checking the sum.
	 * @param beginning the beginning
	 * @throws MalformedEnvelopeException if it is not the beginning of an entry, or not
	 * enough of it
	 */
	static EntryHead decodeHead(ByteBuffer beginning) {
		ByteBuffer buffer = beginning.duplicate();
		try {
			EntryKey key = readKey(buffer);
			EntryKind kind = EntryKind.of(buffer.get());
			buffer.get();
			EntryTimes times = readTimes(buffer);
			Stamp stamp = Stamp.parse(text(buffer, buffer.getInt()));
			Set<CacheTag> tags = readTags(buffer, buffer.remaining());
			buffer.getInt();
			long length = buffer.getInt() + (long) (buffer.position() - beginning.position()) + Integer.BYTES;
			return new EntryHead(key, kind, length, times.created(), times.softExpiry(), times.expires(), tags, stamp);
		}
		catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException ex) {
			throw new MalformedEnvelopeException(String.valueOf(ex.getMessage()));
		}
	}

	private static EntryTimes readTimes(ByteBuffer buffer) {
		return new EntryTimes(Instant.ofEpochMilli(buffer.getLong()), Instant.ofEpochMilli(buffer.getLong()),
				Instant.ofEpochMilli(buffer.getLong()), Duration.of(buffer.getLong(), ChronoUnit.MICROS));
	}

	private static Set<CacheTag> readTags(ByteBuffer buffer, int most) {
		int count = buffer.getInt();
		if (count < 0 || count > most) {
			throw new MalformedEnvelopeException(count + " tags");
		}
		Set<CacheTag> tags = new HashSet<>();
		for (int i = 0; i < count; i++) {
			tags.add(new CacheTag(text(buffer, Short.toUnsignedInt(buffer.getShort()))));
		}
		return tags;
	}

	/**
	 * Reads the full key from the beginning of a value.
	 * @throws MalformedEnvelopeException if it is not the beginning of an entry
	 */
	static EntryKey decodeKey(ByteBuffer beginning) {
		try {
			return readKey(beginning.duplicate());
		}
		catch (BufferUnderflowException | IllegalArgumentException ex) {
			throw new MalformedEnvelopeException(String.valueOf(ex.getMessage()));
		}
	}

	private static EntryKey readKey(ByteBuffer buffer) {
		return EntryKey.parse(readKeyText(buffer)).withShape(buffer.getLong());
	}

	private static String readKeyText(ByteBuffer buffer) {
		if (buffer.getShort() != MAGIC || buffer.get() != VERSION) {
			throw new MalformedEnvelopeException("not an entry of version " + VERSION);
		}
		return text(buffer, Short.toUnsignedInt(buffer.getShort()));
	}

	private static String text(ByteBuffer buffer, int length) {
		return new String(read(buffer, length), StandardCharsets.UTF_8);
	}

	private static byte[] read(ByteBuffer buffer, int length) {
		if (length < 0 || length > buffer.remaining()) {
			throw new BufferUnderflowException();
		}
		byte[] bytes = new byte[length];
		buffer.get(bytes);
		return bytes;
	}

	private static byte[] bytesOf(ByteBuffer value) {
		if (value.hasArray() && value.arrayOffset() == 0 && value.remaining() == value.array().length) {
			return value.array();
		}
		byte[] bytes = new byte[value.remaining()];
		value.duplicate().get(bytes);
		return bytes;
	}

	private static int checksum(byte[] bytes, int length) {
		CRC32C crc = new CRC32C();
		crc.update(bytes, 0, length);
		return (int) crc.getValue();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Bytes that are not an entry.
	 */
	static final class MalformedEnvelopeException extends RuntimeException {

		MalformedEnvelopeException(String message) {
			super("Not a cache entry: " + message);
		}

	}

}
