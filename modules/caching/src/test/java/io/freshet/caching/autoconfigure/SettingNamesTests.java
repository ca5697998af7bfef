package io.freshet.caching.autoconfigure;

import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Which settings are known. */
class SettingNamesTests {

	@Test
	void areThoseOfAllClassesThatSettingsAreBoundTo() {
		Set<String> bound = new TreeSet<>();
		for (JavaClass type : new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.freshet.caching")) {
			if (type.isAnnotatedWith(ConfigurationProperties.class)) {
				bound.add(type.getName());
			}
		}

		assertThat(SettingNames.BOUND).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(bound);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ttl", "caches.a.ttl", "caches.post-lists.refresh-ahead.age", "caches.a.cached-errors[1]",
			"cached-errors", "http.routes[12].pattern", "http.routes[0].statuses[1]", "http.routes[0].query",
			"http.exclude[0]", "shared.breaker.window", "announce.url", "announce.headers.x-a", "announce.headers.a.b",
			"http.routes[0].keyedheaders", "http.routes" })
	void haveTheirPlaces(String name) {
		assertThat(SettingNames.mistakeIn(ConfigurationPropertyName.of("freshet.caching." + name))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http.routes.pattern", "http.routes[0].pattern[0]", "ttl.x", "caches.a.b.ttl",
			"http.routes[0][1].pattern", "breaker.window", "caches.a[0]" })
	void haveNoOthers(String name) {
		assertThat(SettingNames.mistakeIn(ConfigurationPropertyName.of("freshet.caching." + name))).isNotNull();
	}

	@Test
	void ofOthersAreTheirs() {
		MockEnvironment environment = new MockEnvironment().withProperty("freshet.other.tll", "1")
			.withProperty("freshet.cachings.tll", "1")
			.withProperty("freshet.caching.ttl", "1m");

		assertThatNoException().isThrownBy(() -> UnknownSettings.refuse(environment));
	}

}
