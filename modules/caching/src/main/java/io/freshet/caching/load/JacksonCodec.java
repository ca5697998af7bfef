package io.freshet.caching.load;

import java.lang.reflect.Type;
import java.util.List;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.store.ValueCodec;

/**
 * Encodes values of one type as JSON. The type comes from the program, never from the
 * payload.
 */
final class JacksonCodec<T> implements ValueCodec<T> {

	private final ObjectWriter writer;

	private final ObjectReader reader;

	JacksonCodec(JsonMapper mapper, Type type) {
		this(mapper, mapper.constructType(type));
	}

	private JacksonCodec(JsonMapper mapper, JavaType type) {
		this.writer = mapper.writerFor(type);
		this.reader = mapper.readerFor(type);
	}

	/**
	 * Makes a codec for lists.
	 */
	static <E> JacksonCodec<List<E>> ofList(JsonMapper mapper, Type element) {
		return new JacksonCodec<>(mapper,
				mapper.getTypeFactory().constructCollectionType(List.class, mapper.constructType(element)));
	}

	@Override
	public byte[] encode(T value) {
		return this.writer.writeValueAsBytes(value);
	}

	@Override
	public T decode(byte[] payload) {
		return this.reader.readValue(payload);
	}

}
