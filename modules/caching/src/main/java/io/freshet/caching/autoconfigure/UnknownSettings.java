package io.freshet.caching.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

import io.freshet.caching.CacheException;

/**
 * Refuses settings that nothing reads: who misspells the lifetime of a route gets another
 * one than wanted, and nobody would see it. Variables of the environment are left alone,
 * since their names do not tell where one word ends.
 */
final class UnknownSettings {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("freshet.caching");

	private UnknownSettings() {
	}

	/**
	 * Looks through all settings of an application.
	 * @param environment the environment of the application
	 * @throws CacheException if a setting is not known, with those that may have been
	 * meant
	 */
	static void refuse(Environment environment) {
		Set<String> refusals = new TreeSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource names && !isOfTheSystem(source)) {
				names.stream().filter(PREFIX::isAncestorOf).forEach((name) -> addRefusal(refusals, name));
			}
		}
		if (!refusals.isEmpty()) {
			throw new CacheException(String.join(" ", refusals),
					"Correct the name, or remove the setting if nothing of the kind is wanted.");
		}
	}

	private static boolean isOfTheSystem(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof PropertySource<?> underlying
				&& underlying.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
	}

	private static void addRefusal(Set<String> refusals, ConfigurationPropertyName name) {
		SettingNames.Mistake mistake = SettingNames.mistakeIn(name);
		if (mistake == null) {
			return;
		}
		String parent = name.chop(mistake.position()).toString();
		List<String> nearest = mistake.nearest(name.getElement(mistake.position(), Form.DASHED));
		List<String> told = nearest.isEmpty() ? mistake.known() : nearest;
		String hint = told.isEmpty() ? " Nothing is set below " + parent + "."
				: (nearest.isEmpty() ? " Known below " + parent + " are " : " Did you mean ")
						+ String.join(", ", told.stream().map((one) -> parent + "." + one).toList())
						+ (nearest.isEmpty() ? "." : "?");
		refusals.add("The setting " + name + " is not known." + hint);
	}

}
