package io.freshet.caching.codec;

import java.lang.reflect.Type;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheException;
import io.freshet.caching.store.Shape;
import io.freshet.caching.store.ValueCodec;

/**
 * Encodes values of one type as JSON. The type comes from the program, never from the
 * payload. Its shape is a hash of all that the JSON consists of: properties, their types,
 * the constants of enumerations, subtypes, as deep as they go.
 *
 * @param <T> the type of the values
 */
public final class JacksonCodec<T> implements ValueCodec<T> {

	private static final Logger logger = LoggerFactory.getLogger(JacksonCodec.class);

	private final JsonMapper mapper;

	private final JavaType type;

	private final ObjectWriter writer;

	private final ObjectReader reader;

	private final long shape;

	private JacksonCodec(JsonMapper mapper, JavaType type, long shape) {
		this.mapper = mapper;
		this.type = type;
		this.writer = mapper.writerFor(type);
		this.reader = mapper.readerFor(type);
		this.shape = shape;
	}

	/**
	 * Makes a codec.
	 * @param <T> the type of the values
	 * @param mapper writes and reads the JSON
	 * @param type the type of the values
	 * @return the codec
	 * @throws CacheException if what would be written could not be read back
	 */
	public static <T> JacksonCodec<T> of(JsonMapper mapper, Type type) {
		return of(mapper, mapper.constructType(type));
	}

	private static <T> JacksonCodec<T> of(JsonMapper mapper, JavaType type) {
		try {
			String description = JacksonShape.describe(mapper, type);
			logger.debug("The form of {}: {}", type.toCanonical(), description);
			return new JacksonCodec<>(mapper, type, Shape.of(description));
		}
		catch (JacksonException ex) {
			throw new CacheException("Values of type " + type.toCanonical()
					+ " cannot be kept: they cannot be written as JSON and read back. " + ex.getOriginalMessage(), ex);
		}
	}

	/**
	 * Returns this codec with a shape that does not follow the type: whoever says so sees
	 * to it that all versions of the program that run at the same time read what the
	 * others write.
	 * @param pinned the shape, for example of {@link Shape#of(String)}
	 * @return the codec
	 */
	public JacksonCodec<T> withShape(long pinned) {
		return new JacksonCodec<>(this.mapper, this.type, pinned);
	}

	/**
	 * Makes the codec for lists of these values, as a JSON array. Its shape follows from
	 * this one.
	 */
	JacksonCodec<List<T>> ofList() {
		return new JacksonCodec<>(this.mapper,
				this.mapper.getTypeFactory().constructCollectionType(List.class, this.type),
				Shape.of("list of " + Long.toHexString(this.shape)));
	}

	@Override
	public byte[] encode(T value) {
		return this.writer.writeValueAsBytes(value);
	}

	@Override
	public T decode(byte[] payload) {
		return this.reader.readValue(payload);
	}

	@Override
	public long shape() {
		return this.shape;
	}

	@Override
	public String toString() {
		return "JacksonCodec[" + this.type.toCanonical() + ", " + Long.toHexString(this.shape) + "]";
	}

}
