package io.freshet.caching.store;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Gives the codecs of some types. An application that encodes values in its own way has a
 * bean of this type; several are asked in their order, and what none of them answers is
 * encoded as by default.
 */
@FunctionalInterface
public interface ValueCodecFactory {

	/**
	 * Makes the codec for the values of a type, once for each cache.
	 * @param type the type as the program states it, with its type arguments; of a cache
	 * for a {@code Flux} the type of an element
	 * @return a codec for exactly these values; {@code null} to leave the type to others
	 */
	@Nullable ValueCodec<?> codecFor(Type type);

}
