package io.freshet.dashboard;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;

/**
 * The Chromium of this machine, which {@code FRESHET_CHROMIUM} names or the path has. One
 * thread uses it.
 */
final class Chromium implements AutoCloseable {

	private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

	private static final double PATIENCE_MILLIS = 20_000;

	private final Playwright playwright;

	private final Browser browser;

	private Chromium(Playwright playwright, Browser browser) {
		this.playwright = playwright;
		this.browser = browser;
	}

	static Chromium start() {
		PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
		Playwright playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		Browser browser = playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(executable())
				.setArgs(List.of("--no-sandbox", "--disable-background-networking", "--disable-component-update",
						"--disable-sync")));
		return new Chromium(playwright, browser);
	}

	private static Path executable() {
		String named = System.getenv("FRESHET_CHROMIUM");
		Stream<Path> candidates = (named != null) ? Stream.of(Path.of(named))
				: Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
					.flatMap((folder) -> NAMES.stream().map((name) -> Path.of(folder, name)));
		return candidates.filter(Files::isExecutable)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(
					"The tests of the page need Chromium: install it, or name it with FRESHET_CHROMIUM"));
	}

	/** Opens a window that nobody is signed in with. */
	AdminPage window(int port, Look look) {
		return new AdminPage("http://localhost:" + port,
				this.browser.newContext(new Browser.NewContextOptions().setColorScheme(look.scheme)
					.setViewportSize(look.width, look.height)
					.setLocale("en")));
	}

	@Override
	public void close() {
		this.playwright.close();
	}

	/** In what the page is looked at. */
	enum Look {

		LIGHT(ColorScheme.LIGHT, 1280, 900), DARK(ColorScheme.DARK, 1280, 900), PHONE(ColorScheme.LIGHT, 390, 844),
		PHONE_DARK(ColorScheme.DARK, 390, 844);

		private final ColorScheme scheme;

		private final int width;

		private final int height;

		Look(ColorScheme scheme, int width, int height) {
			this.scheme = scheme;
			this.width = width;
			this.height = height;
		}

	}

}
