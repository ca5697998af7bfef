package io.freshet;

import java.io.IOException;

import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Keeps what stands in tests out of the application that tests and the local start run:
 * tests of other modules are on the class path too, below the same root package, and some
 * have configurations, one with a clock that stands still.
 */
final class WithoutTypesOfTests implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		context.getBeanFactory().registerSingleton("withoutTypesOfTests", new Filter());
	}

	private static final class Filter extends TypeExcludeFilter {

		@Override
		public boolean match(MetadataReader reader, MetadataReaderFactory readers) throws IOException {
			String place = reader.getResource().getURI().toString();
			return place.contains("/test-classes/") || place.contains("-tests.jar");
		}

		/** Contexts that differ in nothing else are the same. */
		@Override
		public boolean equals(Object other) {
			return other instanceof Filter;
		}

		@Override
		public int hashCode() {
			return Filter.class.hashCode();
		}

	}

}
