package io.freshet.dashboard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/**
 * The page of administrators in a window, as a person uses it.
 */
final class AdminPage implements AutoCloseable {

	private final String base;

	private final BrowserContext context;

	private final Page page;

	private final List<String> complaints = new ArrayList<>();

	AdminPage(String base, BrowserContext context) {
		this.base = base;
		this.context = context;
		context.setDefaultTimeout(20_000);
		context.addInitScript("addEventListener('securitypolicyviolation',"
				+ " (event) => console.error('Refused by policy: ' + event.violatedDirective + ' ' + event.blockedURI))");
		Axe.addTo(context);
		this.page = context.newPage();
		this.page.onConsoleMessage((message) -> {
			if (message.type().equals("error")) {
				this.complaints.add(message.text());
			}
		});
		this.page.onPageError(this.complaints::add);
	}

	AdminPage open() {
		this.page.navigate(this.base + "/admin");
		return this;
	}

	AdminPage signIn(String name) {
		return signIn(name, name);
	}

	AdminPage signIn(String name, String password) {
		open();
		this.page.getByLabel("Name").fill(name);
		this.page.getByLabel("Password").fill(password);
		this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
		return this;
	}

	/** Goes to one of the views by its link. */
	AdminPage view(String name) {
		this.page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true)).click();
		return this;
	}

	Page page() {
		return this.page;
	}

	BrowserContext context() {
		return this.context;
	}

	Locator find(String selector) {
		return this.page.locator(selector);
	}

	Locator button(String name) {
		return this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
	}

	Locator headline() {
		return find("#headline");
	}

	Locator connection() {
		return find("#connection-text");
	}

	/**
	 * What the browser has complained of: failed scripts, and what the policy refused.
	 */
	List<String> complaints() {
		return this.complaints;
	}

	void keepScreenshot(String name) {
		this.page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
			.setPath(Path.of("target", "screenshots", name.toLowerCase(Locale.ROOT) + ".png")));
	}

	@Override
	public void close() {
		this.context.close();
	}

}
