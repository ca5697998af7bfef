package io.freshet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An administrator changes caches of the whole application while it runs.
 */
class RunTimeControlIT extends WholeApplication {

	private static final String CACHES = "/api/v1/cache/caches/";

	private static final String LIST = "/api/v1/tags?size=3";

	@Test
	void passesResponsesByWhileTheirCacheIsSwitchedOff() {
		isAnswered("MISS");
		readUntilKept(LIST);

		patch(CACHES + "responses", "{\"enabled\": false}").expectStatus().isOk();
		isAnswered("BYPASS");
		patch(CACHES + "responses", "{\"enabled\": null}").expectStatus().isOk();

		isAnswered("HIT");
	}

	@Test
	void listsTheCachesAsConfiguredAndAsChanged() {
		patch(CACHES + "post-lists", "{\"ttl\": \"PT1M\"}").expectStatus().isOk();

		this.administrator.get()
			.uri("/api/v1/cache/caches")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$[?(@.name == 'post-lists')].ttl")
			.isEqualTo("PT1M")
			.jsonPath("$[?(@.name == 'post-lists')].hardTtl")
			.isEqualTo("PT11M")
			.jsonPath("$[?(@.name == 'post-lists')].changed[0]")
			.isEqualTo("ttl")
			.jsonPath("$[?(@.name == 'tags')].refreshAheadAge")
			.isEqualTo(0.8)
			.jsonPath("$[?(@.name == 'tags')].hardTimeout")
			.isEqualTo("PT5S")
			.jsonPath("$[?(@.name == 'tags')].errorTtl")
			.isEqualTo("PT2S")
			.jsonPath("$[?(@.name == 'post-lists')].softTimeout")
			.isEqualTo("PT0.5S")
			.jsonPath("$[?(@.name == 'responses')].enabled")
			.isEqualTo(true);
		patch(CACHES + "post-lists", "{\"ttl\": null}").expectStatus().isOk();
	}

	@Test
	void knowsNoOtherCache() {
		patch(CACHES + "nothing", "{\"enabled\": false}").expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:freshet:problem:cache-not-found");
	}

	private void isAnswered(String cached) {
		assertThat(cacheOf(read(LIST))).isEqualTo(cached);
	}

}
