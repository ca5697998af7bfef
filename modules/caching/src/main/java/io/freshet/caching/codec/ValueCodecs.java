package io.freshet.caching.codec;

import java.lang.reflect.Type;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.store.ValueCodec;
import io.freshet.caching.store.ValueCodecFactory;

/**
 * Finds the codecs for types: those of the application first, then {@code byte[]} and
 * {@link String} as they are, then JSON.
 */
public final class ValueCodecs {

	private final List<ValueCodecFactory> factories;

	private final JsonMapper mapper;

	/**
	 * Makes codecs findable.
	 * @param factories the codecs of the application, in the order in which they are
	 * asked
	 * @param mapper writes and reads what is JSON
	 */
	public ValueCodecs(List<ValueCodecFactory> factories, JsonMapper mapper) {
		this.factories = List.copyOf(factories);
		this.mapper = mapper;
	}

	/**
	 * Finds the codec for single values.
	 * @param type the type
	 * @return the codec
	 */
	public ValueCodec<?> codecFor(Type type) {
		for (ValueCodecFactory factory : this.factories) {
			ValueCodec<?> codec = factory.codecFor(type);
			if (codec != null) {
				return codec;
			}
		}
		if (type == byte[].class) {
			return new BytesCodec();
		}
		return (type == String.class) ? new TextCodec() : JacksonCodec.of(this.mapper, type);
	}

	/**
	 * Makes the codec for sequences of values.
	 * @param <E> the type of the values
	 * @param element the codec of one
	 * @return the codec
	 */
	public <E> ValueCodec<List<E>> listOf(ValueCodec<E> element) {
		return (element instanceof JacksonCodec<E> json) ? json.ofList() : new SequenceCodec<>(element);
	}

}
