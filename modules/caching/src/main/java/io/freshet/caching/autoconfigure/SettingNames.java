package io.freshet.caching.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The names of all settings, as the records have them that they are bound to.
 */
final class SettingNames {

	/** Every class of this package that settings are bound to. */
	static final List<Class<?>> BOUND = List.of(CachingProperties.class, PolicyProperties.class,
			AnnouncementProperties.class, AdministrationProperties.class);

	private SettingNames() {
	}

	/**
	 * Looks a name up.
	 * @param name the name of a setting below {@code freshet.caching}
	 * @return what stands where nothing is known; {@code null} if the name is known
	 */
	static @Nullable Mistake mistakeIn(ConfigurationPropertyName name) {
		Mistake deepest = null;
		for (Class<?> bound : BOUND) {
			ConfigurationPropertyName prefix = prefix(bound);
			if (!prefix.isAncestorOf(name)) {
				continue;
			}
			Mistake mistake = mistakeIn(name, prefix.getNumberOfElements(), bound);
			if (mistake == null) {
				return null;
			}
			deepest = deeper(deepest, mistake);
		}
		return deepest;
	}

	private static ConfigurationPropertyName prefix(Class<?> bound) {
		ConfigurationProperties annotation = bound.getAnnotation(ConfigurationProperties.class);
		return ConfigurationPropertyName.of(annotation.value());
	}

	/** Where two have a prefix in common either may have been meant. */
	private static Mistake deeper(@Nullable Mistake one, Mistake other) {
		if (one == null || other.position() > one.position()) {
			return other;
		}
		return (other.position() < one.position()) ? one
				: new Mistake(one.position(), Stream.concat(one.known().stream(), other.known().stream()).toList());
	}

	private static @Nullable Mistake mistakeIn(ConfigurationPropertyName name, int position, Type type) {
		if (position == name.getNumberOfElements()) {
			return null;
		}
		if (type instanceof ParameterizedType container) {
			boolean values = container.getRawType() == Map.class;
			if (!values && !name.isNumericIndex(position)) {
				return new Mistake(position, List.of());
			}
			Type[] arguments = container.getActualTypeArguments();
			if (values && arguments[1] == String.class) {
				// Dots may be part of the key.
				return null;
			}
			return mistakeIn(name, position + 1, arguments[arguments.length - 1]);
		}
		if (!(type instanceof Class<?> settings) || !settings.isRecord()) {
			return new Mistake(position, List.of());
		}
		Map<String, Type> components = components(settings);
		for (Map.Entry<String, Type> component : components.entrySet()) {
			if (uniform(component.getKey()).equals(name.getElement(position, Form.UNIFORM))) {
				return mistakeIn(name, position + 1, component.getValue());
			}
		}
		return new Mistake(position, List.copyOf(components.keySet()));
	}

	private static Map<String, Type> components(Class<?> settings) {
		Map<String, Type> components = new LinkedHashMap<>();
		for (RecordComponent component : settings.getRecordComponents()) {
			components.put(DataObjectPropertyName.toDashedForm(component.getName()), component.getGenericType());
		}
		return components;
	}

	private static String uniform(String dashed) {
		return dashed.replace("-", "");
	}

	/**
	 * What is not known in a name.
	 *
	 * @param position the position of the element that is not
	 * @param known what could stand there
	 */
	record Mistake(int position, List<String> known) {

		/**
		 * Returns what may have been meant.
		 */
		List<String> nearest(String written) {
			List<String> nearest = new ArrayList<>();
			int least = Math.max(2, written.length() / 3);
			for (String one : this.known) {
				int distance = Spelling.distance(one, written);
				if (distance < least) {
					nearest.clear();
				}
				if (distance <= least) {
					least = distance;
					nearest.add(one);
				}
			}
			return nearest;
		}

	}

}
