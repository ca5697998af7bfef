package io.freshet.caching.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Header fields of a message for tests: names and values in turn. */
final class Fields implements HeaderFields {

	static final Fields NONE = of();

	private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final List<HeaderField> lines = new ArrayList<>();

	static Fields of(String... namesAndValues) {
		Fields fields = new Fields();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			fields.lines.add(new HeaderField(namesAndValues[i], namesAndValues[i + 1]));
			fields.values.computeIfAbsent(namesAndValues[i], (name) -> new ArrayList<>()).add(namesAndValues[i + 1]);
		}
		return fields;
	}

	List<HeaderField> lines() {
		return this.lines;
	}

	@Override
	public List<String> values(String name) {
		return this.values.getOrDefault(name, List.of());
	}

}
