package io.freshet.caching.codec;

import java.lang.annotation.Annotation;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Describes settings and annotations that give the same type another JSON.
 */
final class JacksonSettings {

	private JacksonSettings() {
	}

	/**
	 * Names the features that are not as they are by default.
	 */
	static String describe(JsonMapper mapper) {
		SerializationConfig config = mapper.serializationConfig();
		SortedSet<String> changed = new TreeSet<>();
		addChanged(changed, SerializationFeature.values(), SerializationFeature::enabledByDefault, mapper::isEnabled);
		addChanged(changed, DeserializationFeature.values(), DeserializationFeature::enabledByDefault,
				mapper::isEnabled);
		addChanged(changed, MapperFeature.values(), MapperFeature::enabledByDefault, mapper::isEnabled);
		addChanged(changed, DateTimeFeature.values(), DateTimeFeature::enabledByDefault, config::isEnabled);
		addChanged(changed, EnumFeature.values(), EnumFeature::enabledByDefault, config::isEnabled);
		return changed.isEmpty() ? "" : " not as by default: " + String.join(", ", changed);
	}

	private static <F extends Enum<F>> void addChanged(SortedSet<String> changed, F[] features, Predicate<F> byDefault,
			Predicate<F> enabled) {
		for (F feature : features) {
			if (enabled.test(feature) != byDefault.test(feature)) {
				changed.add(feature.name());
			}
		}
	}

	/**
	 * Describes the annotations of a type or a property that change how it is written.
	 */
	static String format(Annotations annotations) {
		StringBuilder text = new StringBuilder();
		JsonFormat format = annotations.get(JsonFormat.class);
		if (format != null) {
			text.append(" as ").append(JsonFormat.Value.from(format));
		}
		JsonUnwrapped unwrapped = annotations.get(JsonUnwrapped.class);
		if (unwrapped != null && unwrapped.enabled()) {
			text.append(" unwrapped '").append(unwrapped.prefix()).append("' '").append(unwrapped.suffix()).append("'");
		}
		return text.toString();
	}

	/**
	 * The annotations of something, as Jackson merged them.
	 */
	@FunctionalInterface
	interface Annotations {

		<A extends Annotation> @Nullable A get(Class<A> type);

	}

}
