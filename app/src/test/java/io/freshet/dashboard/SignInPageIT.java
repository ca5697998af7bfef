package io.freshet.dashboard;

import java.util.regex.Pattern;

import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.freshet.caching.testing.WithRealServers;
import io.freshet.dashboard.Chromium.Look;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in and out in a browser.
 */
@WithRealServers
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SignInPageIT {

	private static Chromium chromium;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void startChromium() {
		chromium = Chromium.start();
	}

	@AfterAll
	static void stopChromium() {
		chromium.close();
	}

	@Test
	void letsAnAdministratorIn() {
		try (AdminPage page = chromium.window(this.port, Look.LIGHT)) {
			page.signIn("admin");

			assertThat(page.find("#who")).hasText("admin");
			assertThat(page.page()).hasURL(Pattern.compile(".*/admin$"));
			Cookie token = cookie(page, "freshet-token");
			assertThat(token.httpOnly).isTrue();
			assertThat(token.sameSite.name()).isEqualTo("STRICT");
			assertThat(page.complaints()).isEmpty();
		}
	}

	@Test
	void saysThatThePasswordIsWrong() {
		try (AdminPage page = chromium.window(this.port, Look.LIGHT)) {
			page.signIn("admin", "wrong");

			assertThat(page.page().getByRole(AriaRole.ALERT)).hasText("No user has this name and this password.");
			assertThat(page.context().cookies()).noneMatch((cookie) -> cookie.name.equals("freshet-token"));
			assertThat(Axe.violations(page)).isEmpty();
			page.keepScreenshot("sign-in-wrong");
		}
	}

	@Test
	void turnsAwayWhoLacksTheScopeAndSaysWhichOne() {
		try (AdminPage page = chromium.window(this.port, Look.DARK)) {
			page.signIn("editor");

			assertThat(page.find("main"))
				.containsText("signed in as editor, and your token lacks the scope cache:admin");
			assertThat(page.find("main")).containsText("It has posts:write, tags:write.");
			assertThat(page.context().request().get(address("/api/v1/cache/stats")).status()).isEqualTo(403);
			assertThat(Axe.violations(page)).isEmpty();
			page.keepScreenshot("turned-away");

			page.button("Sign out").click();
			assertThat(page.find("h1")).hasText("You are signed out");
		}
	}

	@Test
	void forgetsWhoSignsOut() {
		try (AdminPage page = chromium.window(this.port, Look.LIGHT)) {
			page.signIn("admin");
			assertThat(page.find("#who")).hasText("admin");

			page.button("Sign out").click();

			assertThat(page.find("h1")).hasText("You are signed out");
			assertThat(page.context().cookies()).noneMatch((cookie) -> cookie.name.equals("freshet-token"));
			page.open();
			assertThat(page.find("h1")).hasText("Sign in to Freshet");
		}
	}

	@Test
	void saysThatTheSignInHasExpired() {
		try (AdminPage page = chromium.window(this.port, Look.LIGHT)) {
			page.page().clock().install();
			page.signIn("admin");
			assertThat(page.find("#who")).hasText("admin");
			assertThat(page.find("#expired")).isHidden();

			page.page().clock().fastForward("02:00:00");

			assertThat(page.find("#expired")).containsText("Your sign-in has expired");
			assertThat(page.connection()).hasText("Stopped");
			assertThat(page.find("#expired a")).hasAttribute("href", "/admin");
		}
	}

	private String address(String path) {
		return "http://localhost:" + this.port + path;
	}

	private static Cookie cookie(AdminPage page, String name) {
		return page.context().cookies().stream().filter((cookie) -> cookie.name.equals(name)).findFirst().orElseThrow();
	}

}
