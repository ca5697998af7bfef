package io.freshet.dashboard;

import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.SelectOption;
import io.freshet.Instance;
import io.freshet.dashboard.Chromium.Look;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on two instances that share their servers.
 */
class DashboardClusterIT {

	private static final String REQUESTS = "/api/v1/tags?size=17";

	@Test
	void showsBothInstancesTheirSumsAndThatOneHasGone() {
		Map<String, String> servers = Instance.newServers();
		try (Instance north = start("north", servers);
				Instance south = start("south", servers);
				Chromium chromium = Chromium.start();
				AdminPage page = chromium.window(north.port(), Look.LIGHT);
				AdminPage phone = chromium.window(north.port(), Look.PHONE_DARK)) {
			ask(north, 7);
			ask(south, 4);
			page.signIn("admin");

			assertThat(instance(page, "north")).isVisible();
			assertThat(instance(page, "south")).isVisible();
			assertThat(page.find("#servers")).containsText("2, up for");
			// An instance looks at itself once a second, and the page as often.
			assertThat(requests(page, "north")).hasText("7");
			assertThat(requests(page, "south")).hasText("4");
			assertThat(page.find("#status")).hasAttribute("data-level", "good");
			int together = asked(page, "the whole cluster");
			int inNorth = asked(page, "north");
			int inSouth = asked(page, "south");
			assertThat(inNorth).isEqualTo(7);
			assertThat(inSouth).isEqualTo(4);
			assertThat(together).isEqualTo(inNorth + inSouth);
			page.find("#scope").selectOption("");
			page.page().waitForFunction("() => Chart.getChart('chart-outcomes').data.datasets[0].data.length >= 5");
			page.keepScreenshot("cluster");
			phone.signIn("admin");
			assertThat(instance(phone, "south")).isVisible();
			phone.keepScreenshot("cluster-phone-dark");

			south.close();

			assertThat(page.headline()).containsText("1 instance not heard of.");
			assertThat(page.find("#status")).hasAttribute("data-level", "warn");
			assertThat(instance(page, "south")).containsText("not heard of");
			assertThat(Axe.violations(page)).isEmpty();
			page.keepScreenshot("cluster-one-silent");
			assertThat(instance(page, "south")).isHidden();
			assertThat(page.headline()).not().containsText("not heard of");
			assertThat(page.find("#servers")).containsText(Pattern.compile("Instances\\s*1, up for"));
			assertThat(instance(page, "north")).isVisible();
			page.keepScreenshot("cluster-one-gone");
			assertThat(page.complaints()).isEmpty();
		}
	}

	private static Instance start(String name, Map<String, String> servers) {
		return Instance.start(servers, "freshet.caching.administration.instance-name=" + name,
				"freshet.caching.administration.report-interval=1s",
				"freshet.caching.administration.report-expiry=20s");
	}

	private static void ask(Instance instance, int times) {
		for (int i = 0; i < times; i++) {
			assertThat(instance.get(REQUESTS).statusCode()).isEqualTo(200);
		}
	}

	private static Locator instance(AdminPage page, String name) {
		return page.find("#by-instance tr:has(th:text-matches('^" + name + "'))");
	}

	private static Locator requests(AdminPage page, String name) {
		return instance(page, name).locator("td").nth(1);
	}

	/** The requests that the response cache was asked, in what is looked at. */
	private static int asked(AdminPage page, String scope) {
		page.find("#scope").selectOption(new SelectOption().setLabel(scope));
		Locator cells = page.find("#by-cache tr:has(th:text-is('responses')) td");
		return Integer.parseInt(cells.nth(1).textContent()) + Integer.parseInt(cells.nth(2).textContent());
	}

}
