package io.freshet.dashboard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.testing.Behaviour;
import io.freshet.caching.testing.Proxy;
import io.freshet.caching.testing.WithRealServers;
import io.freshet.dashboard.Chromium.Look;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page of administrators in a browser, on the whole application.
 */
@WithRealServers
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
		"freshet.caching.administration.advice.enabled=true", "freshet.caching.caches.sampled.staleness-sampling=1" })
class DashboardIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String MARKUP = "<img src=x onerror=document.title='taken-over'>";

	/** An offer to speak HTTP/2 would pass the cache by. */
	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static Chromium chromium;

	@Autowired
	private ReactiveCacheManager caches;

	@LocalServerPort
	private int port;

	private AdminPage page;

	@BeforeAll
	static void startChromium() {
		chromium = Chromium.start();
	}

	@AfterAll
	static void stopChromium() {
		chromium.close();
	}

	@BeforeEach
	void openPage() {
		this.page = chromium.window(this.port, Look.LIGHT).signIn("admin");
		assertThat(this.page.connection()).hasText("Live");
	}

	/** Whatever a test did: the policy was never in the way, and no script failed. */
	@AfterEach
	void closePage() {
		this.page.close();

		assertThat(this.page.complaints()).isEmpty();
	}

	@Test
	void seesHitsRiseWhileRequestsCome() {
		read("/api/v1/tags?size=7");
		Locator hits = this.page.find("#outcomes dd").first();
		assertThat(this.page.headline()).containsText("from the cache");
		int before = number(hits.textContent());

		for (int i = 0; i < 50; i++) {
			read("/api/v1/tags?size=7");
		}

		this.page.page()
			.waitForFunction(
					"(before) => Number(document.querySelector('#outcomes dd').textContent.replaceAll(',', ''))"
							+ " >= before + 40",
					before);
		assertThat(this.page.headline())
			.hasText(Pattern.compile("Serving \\d+(\\.\\d)? % from the cache\\. All is well\\."));
		assertThat(this.page.find("#by-cache")).containsText("responses");
		assertThat(this.page.find("#status")).hasAttribute("data-level", "good");
		this.page.keepScreenshot("overview-live");
	}

	@Test
	void showsHowManySampledHitsWereOutOfDateAndHowLongLoadsTook() {
		keep("sampled", "changes", "old");
		keep("sampled", "stays", "same");

		keep("sampled", "changes", "new");
		keep("sampled", "stays", "same");

		Locator cells = this.page.find("#by-cache tr:has(th:text-is('sampled')) td");
		assertThat(cells.nth(6)).hasText(Pattern.compile("50 % of 2 · \\d.* m?s"));
		assertThat(cells.nth(5)).hasText(Pattern.compile("\\d.* m?s · \\d.* m?s"));
		assertThat(this.page.find("#load-percentiles"))
			.hasText(Pattern.compile("p50 \\d.*s · p99 \\d.*s since the start"));
		this.page.keepScreenshot("overview-sampled");
		this.page.find("#scope").selectOption(new SelectOption().setIndex(1));
		assertThat(cells.nth(6)).hasText(Pattern.compile("50 % of 2 · .*"));
	}

	@Test
	void explainsWhyAPageIsAMissAndWhyItIsAHit() {
		String url = "/api/v1/tags?size=11";
		this.page.view("Explain");
		this.page.page().getByLabel("URL or path").fill(url);

		this.page.button("Explain").click();
		assertThat(this.page.find("#explanation")).containsText("A miss: the handler would be asked.");
		assertThat(this.page.find("#explanation")).containsText("Nothing is stored under this key.");
		read(url);
		this.page.button("Explain").click();

		assertThat(this.page.find("#explanation")).containsText("A hit: it would be answered from the cache.");
		assertThat(this.page.find("#explanation .badge")).hasText("valid");
	}

	@Test
	void saysWhatIsWrongWithAQuestion() {
		this.page.view("Explain");
		this.page.page().getByLabel("URL or path").fill("/api/v1/tags");
		this.page.page().getByLabel("Header field").fill("no colon");

		this.page.button("Explain").click();

		assertThat(this.page.find("#problem")).containsText("a name, a colon and a value");
		this.page.complaints().removeIf((complaint) -> complaint.contains("400"));
	}

	@Test
	void clearsWhatIsConfirmedAndCountsItFirst() {
		keep("to-clear", "one", "1");
		keep("to-clear", "two", "2");
		this.page.view("Clear");
		this.page.page().getByLabel("Keys like", new Page.GetByLabelOptions().setExact(true)).last().fill("to-clear:*");

		this.page.button("Count what would go").click();
		Locator dialog = this.page.page().getByRole(AriaRole.DIALOG);
		assertThat(dialog).containsText("Clear 2 entries?");
		assertThat(dialog).containsText("2 entries with keys like to-clear:* will go for all instances");
		this.page.keepScreenshot("clear-dialog");
		this.page.button("Keep it").click();
		assertThat(dialog).isHidden();
		this.page.button("Count what would go").click();
		assertThat(dialog).containsText("Clear 2 entries?");
		this.page.button("Clear 2 entries").click();

		assertThat(this.page.find("#clear-result")).hasText("2 entries cleared.");
		this.page.button("Count what would go").click();
		assertThat(dialog).containsText("Nothing to clear");
	}

	@Test
	void clearsByTagWithTheKeyboardAlone() {
		keep("to-clear", "three", "3", CacheTag.of("shelf", "7"));
		Page keys = this.page.page();

		keys.locator("nav a[href='#clear']").focus();
		keys.keyboard().press("Enter");
		assertThat(keys.locator("#content")).isFocused();
		keys.keyboard().press("Tab");
		assertThat(keys.locator("input[name=what]:checked")).isFocused();
		keys.keyboard().press("ArrowDown");
		keys.keyboard().press("Tab");
		assertThat(keys.locator("#clear-value")).isFocused();
		keys.keyboard().type("shelf:7");
		keys.keyboard().press("Enter");
		assertThat(keys.locator("#clear-cancel")).isFocused();
		assertThat(keys.getByRole(AriaRole.DIALOG)).containsText("Clear 1 entry?");
		keys.keyboard().press("Tab");
		assertThat(keys.locator("#clear-confirm")).isFocused();
		keys.keyboard().press("Enter");

		assertThat(keys.locator("#clear-result")).hasText("1 entry cleared.");
	}

	@Test
	void saysThatTheConnectionIsLostAndTakesItUpAgain() {
		try (Proxy network = Proxy.to(this.port); AdminPage far = chromium.window(network.port(), Look.LIGHT)) {
			far.signIn("admin");
			assertThat(far.connection()).hasText("Live");

			network.behave(Behaviour.swallowing());
			network.swallowOnOpenConnections();
			assertThat(far.connection()).hasText("Connection lost; trying again");
			network.behave(Behaviour.forwarding());
			network.cut();

			assertThat(far.connection()).hasText("Live");
			assertThat(far.find("#expired")).isHidden();
		}
	}

	@Test
	void leavesTheDialogByEscape() {
		keep("kept", "four", "4");
		this.page.view("Clear");
		this.page.find("#clear-value").fill("kept:*");
		this.page.button("Count what would go").click();
		assertThat(this.page.page().getByRole(AriaRole.DIALOG)).isVisible();

		this.page.page().keyboard().press("Escape");

		assertThat(this.page.find("#clear-dialog")).isHidden();
		assertThat(this.caches.cache("kept", String.class).get(CacheKey.of("four")).block(PATIENCE)).isEqualTo("4");
	}

	@Test
	void showsAKeyAndAValueWithMarkupAsText() {
		keep("markup", MARKUP, "<script>document.title='taken-over'</script>");
		this.page.view("Entries");
		this.page.page().getByLabel("Keys like").first().fill("markup:*");

		this.page.button("Search").click();
		assertThat(this.page.find("#entry-list th[scope=row]")).hasText("markup:" + MARKUP);
		this.page.button("Value of markup").click();

		assertThat(this.page.find("#entry-list pre")).isVisible();
		assertThat(this.page.find("#entry-list img, #entry-list script")).hasCount(0);
		assertThat(this.page.page()).hasTitle("The cache · Freshet");
		this.page.keepScreenshot("entries-markup");
	}

	@Test
	void estimatesWhatAnotherSizeAndLifetimeWouldBring() {
		read("/api/v1/tags?size=19");
		this.page.view("Advice");
		Locator row = this.page.find("#advice-list tr:has(.key:text-is('responses'))");
		assertThat(row).containsText("5m");

		this.page.page().getByLabel("What if the memory had").fill("128MB");
		this.page.page().getByLabel("or entries lived for").fill("PT10M");
		this.page.button("Estimate").click();

		assertThat(row).containsText("ms of loads saved");
		assertThat(row).containsText("with that lifetime");
	}

	@Test
	void tellsWhoClearedWhat() {
		keep("to-clear", "five", "5");
		this.page.view("Clear");
		this.page.find("#clear-value").fill("to-clear:five");
		this.page.button("Count what would go").click();
		this.page.button("Clear 1 entry").click();
		assertThat(this.page.find("#clear-result")).hasText("1 entry cleared.");

		this.page.view("Audit");

		Locator line = this.page.find("#audit-list tbody tr").first();
		assertThat(line).containsText("admin");
		assertThat(line).containsText("clear");
		assertThat(line).containsText("pattern=to-clear:five");
		assertThat(line).containsText("done");
	}

	@Test
	void switchesARouteOffAndOn() {
		awaitKept("/api/v1/posts?size=13");
		this.page.view("Caches");
		Locator control = this.page.page()
			.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Route /api/v1/posts/**"));

		control.click();
		assertThat(control).not().isChecked();
		assertThat(read("/api/v1/posts?size=13")).isEqualTo("BYPASS");
		control.click();

		assertThat(control).isChecked();
		assertThat(read("/api/v1/posts?size=13")).isEqualTo("HIT");
	}

	@Test
	void switchesACacheOffAndOn() {
		awaitKept("/api/v1/tags?size=13");
		this.page.view("Caches");
		Locator control = this.page.page()
			.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Cache responses"));
		assertThat(control).isChecked();

		control.click();
		assertThat(control).not().isChecked();
		assertThat(this.page.headline()).containsText("1 cache switched off: responses.");
		assertThat(read("/api/v1/tags?size=13")).isEqualTo("BYPASS");
		this.page.keepScreenshot("caches");
		control.click();

		assertThat(control).isChecked();
		assertThat(this.page.headline()).not().containsText("switched off");
		assertThat(read("/api/v1/tags?size=13")).isEqualTo("HIT");
	}

	@Test
	void givesACacheAnotherLifetimeAndTakesItBack() {
		this.page.view("Caches");
		Locator form = this.page.find("form[data-ttl=post-lists]");

		form.getByRole(AriaRole.TEXTBOX).fill("90s");
		form.getByText("Set").click();
		assertThat(form.getByRole(AriaRole.TEXTBOX)).hasValue("1m30s");
		form.getByText("Undo").click();

		assertThat(form.getByRole(AriaRole.TEXTBOX)).hasValue("5m");
	}

	@ParameterizedTest
	@EnumSource
	void canBeUsedByEverybodyInEveryView(Look look) {
		keep("markup", MARKUP, "<script>document.title='taken-over'</script>");
		read("/api/v1/posts?size=3");
		try (AdminPage looked = chromium.window(this.port, look).signIn("admin")) {
			assertThat(looked.headline()).containsText("from the cache");

			for (String view : new String[] { "Overview", "Caches", "Entries", "Explain", "Clear", "Advice",
					"Audit" }) {
				looked.view(view);
				assertThat(looked.find(".view:visible .view-head h2")).hasCount(1);
				fill(looked, view);
				looked.page().waitForFunction("() => !document.querySelector('.htmx-request')");
				assertThat(Axe.violations(looked)).as(view).isEmpty();
				looked.keepScreenshot(view + "-" + look);
				assertThat(widerThanTheWindow(looked)).as(view).isEqualTo(false);
			}
			assertThat(looked.complaints()).isEmpty();
		}
	}

	private static void fill(AdminPage looked, String view) {
		if (view.equals("Entries")) {
			looked.button("Search").click();
			assertThat(looked.find("#entry-list")).containsText("markup:" + MARKUP);
		}
		if (view.equals("Explain")) {
			looked.page().getByLabel("URL or path").fill("/api/v1/posts?size=3");
			looked.button("Explain").click();
			assertThat(looked.find("#explanation")).containsText("Because");
		}
	}

	private static Object widerThanTheWindow(AdminPage looked) {
		return looked.page()
			.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
	}

	private void keep(String cache, String key, String value, CacheTag... tags) {
		Mono.just(value)
			.transformDeferred(this.caches.cache(cache, String.class).caching(CacheKey.of(key), tags))
			.block(PATIENCE);
	}

	/** What is loaded before an instance has looked after an invalidation is not kept. */
	private void awaitKept(String path) {
		await().atMost(PATIENCE).until(() -> read(path), "HIT"::equals);
	}

	private String read(String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).build();
		try {
			return HTTP.send(request, HttpResponse.BodyHandlers.discarding())
				.headers()
				.firstValue("X-Cache")
				.orElse("");
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int number(String text) {
		return Integer.parseInt(text.replace(",", ""));
	}

}
