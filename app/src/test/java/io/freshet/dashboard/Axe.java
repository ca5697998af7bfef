package io.freshet.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import com.microsoft.playwright.BrowserContext;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Judges by axe-core whether everybody can use what a window shows.
 */
final class Axe {

	private static final String SCRIPT = read();

	private static final String RUN = """
			async () => {
				const result = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
				return result.violations.flatMap((violation) => violation.nodes.map((node) =>
					`${violation.id}: ${node.target.join(" ")} ${node.any.map((check) => check.message).join(" ")}`));
			}""";

	private Axe() {
	}

	/** Before the page's own policy holds. */
	static void addTo(BrowserContext context) {
		context.addInitScript(SCRIPT);
	}

	/** Returns what is not as it should be. */
	static List<?> violations(AdminPage page) {
		return (List<?>) Objects.requireNonNull(page.page().evaluate(RUN));
	}

	private static String read() {
		try (InputStream script = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:META-INF/resources/webjars/axe-core/*/axe.min.js")[0].getInputStream()) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
