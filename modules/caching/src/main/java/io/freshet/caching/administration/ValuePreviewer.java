package io.freshet.caching.administration;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import io.freshet.caching.store.StoredEntry;

/**
 * Makes previews of values by their bytes alone: JSON, text, or anything. Nothing is
 * decoded into a type of the program.
 */
public final class ValuePreviewer implements EntryPreviewer {

	private static final int DEEPEST = 20;

	private final JsonFactory json = new JsonFactory();

	@Override
	public EntryPreview preview(StoredEntry entry, PreviewPolicy policy) {
		String text = switch (entry.kind()) {
			case ABSENT -> "no value";
			case ERROR -> "error";
			case ONE -> preview(entry.payload(), policy);
			case MANY -> sequence(entry.payload(), policy);
		};
		return EntryPreview.of(policy, text);
	}

	private String sequence(byte[] payload, PreviewPolicy policy) {
		List<byte[]> elements = elements(payload);
		if (elements == null) {
			return bytes(payload);
		}
		StringBuilder text = new StringBuilder("sequence of " + elements.size());
		int shown = (policy == PreviewPolicy.FULL) ? elements.size() : Math.min(1, elements.size());
		for (int i = 0; i < shown && text.length() <= EntryPreview.LONGEST; i++) {
			text.append('\n').append(preview(elements.get(i), policy));
		}
		return text.toString();
	}

	private static @Nullable List<byte[]> elements(byte[] payload) {
		ByteBuffer buffer = ByteBuffer.wrap(payload);
		List<byte[]> elements = new ArrayList<>();
		while (buffer.hasRemaining()) {
			int length = (buffer.remaining() >= Integer.BYTES) ? buffer.getInt() : -1;
			if (length < 0 || length > buffer.remaining()) {
				return null;
			}
			byte[] element = new byte[length];
			buffer.get(element);
			elements.add(element);
		}
		return elements;
	}

	private String preview(byte[] payload, PreviewPolicy policy) {
		String text = text(payload);
		if (text == null) {
			return bytes(payload);
		}
		if (policy == PreviewPolicy.FULL) {
			return text;
		}
		StringBuilder shape = new StringBuilder();
		try (JsonParser parser = this.json.createParser(ObjectReadContext.empty(), payload)) {
			append(shape, parser, parser.nextToken(), 0);
			return (shape.length() > EntryPreview.LONGEST || parser.nextToken() == null) ? shape.toString()
					: "text(" + text.length() + ")";
		}
		catch (JacksonException ex) {
			return "text(" + text.length() + ")";
		}
	}

	private static String bytes(byte[] payload) {
		return "bytes(" + payload.length + ")";
	}

	/** As much as may be shown, and a little more, or all if it is to be counted. */
	private static @Nullable String text(byte[] payload) {
		try {
			CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
			boolean binary = text.chars().anyMatch((c) -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
			return binary ? null : text.toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	/** Stops in the middle when there is more than may be shown. */
	private static void append(StringBuilder shape, JsonParser parser, @Nullable JsonToken token, int depth) {
		if (shape.length() > EntryPreview.LONGEST) {
			return;
		}
		if (token == JsonToken.START_OBJECT && depth < DEEPEST) {
			appendObject(shape, parser, depth);
		}
		else if (token == JsonToken.START_ARRAY && depth < DEEPEST) {
			appendArray(shape, parser, depth);
		}
		else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
			shape.append('…');
			parser.skipChildren();
		}
		else {
			shape.append(scalar(parser, token));
		}
	}

	private static String scalar(JsonParser parser, @Nullable JsonToken token) {
		if (token == JsonToken.VALUE_STRING) {
			return "string(" + parser.getStringLength() + ")";
		}
		if (token == JsonToken.VALUE_NULL) {
			return "null";
		}
		return (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) ? "boolean" : "number";
	}

	private static void appendObject(StringBuilder shape, JsonParser parser, int depth) {
		shape.append('{');
		String separator = "";
		while (parser.nextToken() == JsonToken.PROPERTY_NAME && shape.length() <= EntryPreview.LONGEST) {
			shape.append(separator).append(parser.currentName()).append(": ");
			append(shape, parser, parser.nextToken(), depth + 1);
			separator = ", ";
		}
		shape.append('}');
	}

	/** The first element stands for all. */
	private static void appendArray(StringBuilder shape, JsonParser parser, int depth) {
		shape.append('[');
		int count = 0;
		JsonToken token = parser.nextToken();
		while (token != null && token != JsonToken.END_ARRAY && shape.length() <= EntryPreview.LONGEST) {
			if (count++ == 0) {
				append(shape, parser, token, depth + 1);
			}
			else {
				parser.skipChildren();
			}
			token = parser.nextToken();
		}
		shape.append((count == 0) ? "]" : "] × " + count);
	}

}
