package io.freshet.caching.administration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

import static org.assertj.core.api.Assertions.assertThat;

class ValuePreviewerTests {

	private final ValuePreviewer previewer = new ValuePreviewer();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"id":7,"title":"secret","tags":["a","b"],"open":true,"by":null} | {id: number, title: string(6), tags: [string(1)] × 2, open: boolean, by: null}
					[]                             | []
					"secret"                       | string(6)
					12                             | number
					secret text                    | text(11)
					{"a":1} trailing               | text(16)
					{"a":                          | text(5)
					[[{"a":"<b>"}],[]]             | [[{a: string(3)}] × 1] × 2
					""")
	void showsTheStructureAndNoValue(String payload, String shape) {
		EntryPreview preview = preview(payload.getBytes(StandardCharsets.UTF_8), EntryKind.ONE, PreviewPolicy.SHAPE);

		assertThat(preview).isEqualTo(new EntryPreview(PreviewPolicy.SHAPE, shape, false));
	}

	@Test
	void showsHowLongAnythingElseIs() {
		assertThat(preview(new byte[] { 0, 1, (byte) 200 }, EntryKind.ONE, PreviewPolicy.FULL).text())
			.isEqualTo("bytes(3)");
		assertThat(preview(new byte[0], EntryKind.ABSENT, PreviewPolicy.FULL).text()).isEqualTo("no value");
	}

	@Test
	void showsTheFirstOfASequence() {
		byte[] payload = ByteBuffer.allocate(20)
			.putInt(6)
			.put("\"some\"".getBytes(StandardCharsets.UTF_8))
			.putInt(6)
			.put("\"more\"".getBytes(StandardCharsets.UTF_8))
			.array();

		assertThat(preview(payload, EntryKind.MANY, PreviewPolicy.SHAPE).text()).isEqualTo("sequence of 2\nstring(4)");
		assertThat(preview(payload, EntryKind.MANY, PreviewPolicy.FULL).text())
			.isEqualTo("sequence of 2\n\"some\"\n\"more\"");
	}

	@Test
	void showsTheBeginningOfWhatIsLong() {
		byte[] text = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
		StringBuilder names = new StringBuilder("{\"m0\":0");
		for (int i = 1; i < 3000; i++) {
			names.append(",\"m").append(i).append("\":0");
		}

		EntryPreview full = preview(text, EntryKind.ONE, PreviewPolicy.FULL);
		EntryPreview shape = preview(names.append('}').toString().getBytes(StandardCharsets.UTF_8), EntryKind.ONE,
				PreviewPolicy.SHAPE);

		assertThat(full.truncated()).isTrue();
		assertThat(full.text()).hasSize(EntryPreview.LONGEST);
		assertThat(shape.truncated()).isTrue();
		assertThat(shape.text()).hasSize(EntryPreview.LONGEST).startsWith("{m0: number, m1: number");
	}

	private EntryPreview preview(byte[] payload, EntryKind kind, PreviewPolicy policy) {
		return this.previewer.preview(new StoredEntry(EntryKey.parse("things:1"), kind, payload, Instant.EPOCH,
				Instant.EPOCH.plusSeconds(9), Set.of(), Stamp.NONE), policy);
	}

}
