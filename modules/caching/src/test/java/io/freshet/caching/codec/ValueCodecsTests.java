package io.freshet.caching.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import io.freshet.caching.store.Shape;
import io.freshet.caching.store.ValueCodec;
import io.freshet.caching.store.ValueCodecFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ValueCodecsTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final ValueCodecs codecs = new ValueCodecs(List.of(), MAPPER);

	@Test
	void keepTextsAsTheyAre() {
		ValueCodec<String> codec = codec(String.class);

		assertThat(codec.encode("grüße \"x\"")).isEqualTo("grüße \"x\"".getBytes(StandardCharsets.UTF_8));
		assertThat(codec.decode(codec.encode("grüße \ud83d\ude00"))).isEqualTo("grüße \ud83d\ude00");
		assertThat(codec.decode(codec.encode(""))).isEmpty();
	}

	@Test
	void refuseATextThatWouldComeBackAsAnother() {
		ValueCodec<String> codec = codec(String.class);

		assertThatIllegalArgumentException().isThrownBy(() -> codec.encode("half \ud83d"));
		assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(new byte[] { (byte) 0xc3 }));
	}

	@Property
	void keepBytesAsTheyAre(@ForAll byte[] bytes) {
		ValueCodec<byte[]> codec = codec(byte[].class);

		assertThat(codec.encode(bytes)).isEqualTo(bytes);
		assertThat(codec.decode(codec.encode(bytes))).isEqualTo(bytes);
	}

	@Test
	void giveEachCallerBytesOfItsOwn() {
		byte[] value = { 1 };

		assertThat(codec(byte[].class).copyOf(value)).isEqualTo(value).isNotSameAs(value);
		assertThat(codec(byte[].class).encode(value)).isNotSameAs(value);
	}

	@Property
	void keepSequencesOfBytes(@ForAll @Size(max = 5) List<byte @Size(max = 9) []> values) {
		ValueCodec<List<byte[]>> codec = this.codecs.listOf(codec(byte[].class));

		List<byte[]> decoded = codec.decode(codec.encode(values));

		assertThat(decoded).usingElementComparator((a, b) -> java.util.Arrays.compare(a, b)).isEqualTo(values);
		assertThat(codec.copyOf(values)).isNotSameAs(values);
	}

	@Property
	void readAnythingAsASequenceOrFail(@ForAll @Size(max = 40) byte[] anything) {
		ValueCodec<List<byte[]>> codec = this.codecs.listOf(codec(byte[].class));

		try {
			assertThat(codec.encode(codec.decode(anything))).isEqualTo(anything);
		}
		catch (RuntimeException ex) {
			assertThat(ex).isInstanceOf(java.nio.BufferUnderflowException.class);
		}
	}

	@Test
	void writeWhatTheyAlwaysWrote() {
		assertThat(hex(codec(String.class).encode("grüße"))).isEqualTo("6772c3bcc39f65");
		assertThat(hex(this.codecs.listOf(codec(String.class)).encode(List.of("ü", "", "ab"))))
			.isEqualTo("00000002c3bc00000000000000026162");
		assertThat(Long.toHexString(codec(String.class).shape())).isEqualTo("900a4469df00ccbf");
		assertThat(Long.toHexString(codec(byte[].class).shape())).isEqualTo("65c79c5e53eab47f");
		assertThat(Long.toHexString(this.codecs.listOf(codec(String.class)).shape())).isEqualTo("4476370c5deb8b16");
	}

	@Test
	void haveDifferentShapes() {
		assertThat(List.of(codec(String.class).shape(), codec(byte[].class).shape(), codec(Integer.class).shape(),
				codec(new ParameterizedTypeReference<List<String>>() {
				}.getType()).shape(), this.codecs.listOf(codec(String.class)).shape(),
				this.codecs.listOf(codec(byte[].class)).shape(), this.codecs.listOf(codec(Integer.class)).shape()))
			.doesNotHaveDuplicates()
			.doesNotContain(0L);
	}

	@Test
	void askTheApplicationFirstAndInOrder() {
		List<String> asked = new ArrayList<>();
		ValueCodecFactory none = (type) -> {
			asked.add("none " + type.getTypeName());
			return null;
		};
		ValueCodecFactory texts = (type) -> {
			asked.add("texts");
			return (type == String.class) ? new Backwards() : null;
		};
		ValueCodecs own = new ValueCodecs(List.of(none, texts), MAPPER);

		assertThat(own.codecFor(String.class)).isInstanceOf(Backwards.class);
		assertThat(own.codecFor(Integer.class)).isInstanceOf(JacksonCodec.class);
		assertThat(asked).containsExactly("none java.lang.String", "texts", "none java.lang.Integer", "texts");
	}

	@Test
	void makeSequencesWithTheCodecOfTheApplication() {
		ValueCodec<List<String>> codec = this.codecs.listOf(new Backwards());

		assertThat(new String(codec.encode(List.of("abc")), 4, 3, StandardCharsets.UTF_8)).isEqualTo("cba");
		assertThat(codec.decode(codec.encode(List.of("abc", "d")))).containsExactly("abc", "d");
		assertThatThrownBy(() -> codec.decode(new byte[] { 0, 0, 0, 9, 1 })).isInstanceOf(RuntimeException.class);
	}

	@SuppressWarnings("unchecked")
	private <T> ValueCodec<T> codec(Type type) {
		return (ValueCodec<T>) this.codecs.codecFor(type);
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

	private static final class Backwards implements ValueCodec<String> {

		@Override
		public byte[] encode(String value) {
			return new StringBuilder(value).reverse().toString().getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public String decode(byte[] payload) {
			return new StringBuilder(new String(payload, StandardCharsets.UTF_8)).reverse().toString();
		}

		@Override
		public long shape() {
			return Shape.of("backwards");
		}

	}

}
