package io.freshet.admin.web;

import java.net.URI;
import java.time.Duration;

import io.freshet.caching.CacheName;
import io.freshet.caching.load.PolicyOverride;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for changing caches over HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheChangeTests {

	private final RecordingAdministration administration = new RecordingAdministration(CachingReports.unused());

	private final AdministrationClient client = AdministrationClient.of(this.administration, "ada");

	@Test
	void listsTheCachesWithWhatHolds() {
		ResponseSpec response = this.client.client().get().uri("/api/v1/cache/caches").exchange();

		response.expectStatus().isOk().expectHeader().cacheControl(CacheControl.noStore()).expectBody().json("""
				[{"name": "posts", "enabled": true, "ttl": "PT5M", "hardTtl": "PT15M", "tti": "PT1H", "jitter": 0.1,
				  "negativeTtl": "PT30S", "errorTtl": "PT2S", "softTimeout": "PT0.1S", "hardTimeout": "PT3S",
				  "retryAfter": "PT4S", "refreshAheadAge": 0.8, "refreshAheadBeta": 1.5, "failSafe": "PT6M",
				  "lease": "PT10S", "changed": []},
				 {"name": "tags", "enabled": true, "ttl": "PT1H", "hardTtl": "PT1H", "tti": null, "jitter": 0.0,
				  "negativeTtl": "PT0S", "errorTtl": "PT0S", "softTimeout": null, "hardTimeout": null,
				  "retryAfter": "PT5S", "refreshAheadAge": 1.0, "refreshAheadBeta": 0.0, "failSafe": "PT0S",
				  "lease": null, "changed": []}]""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"enabled":false}               | false | PT5M | ["enabled"]
			{"ttl":"PT1M"}                  | true  | PT1M | ["ttl"]
			{"enabled":false,"ttl":"PT1M"}  | false | PT1M | ["enabled","ttl"]
			{"enabled":true}                | true  | PT5M | []
			{"enabled":null,"ttl":null}     | true  | PT5M | []
			""")
	void changesWhatThePatchNames(String patch, boolean enabled, String ttl, String changed) {
		ResponseSpec response = patch("posts", patch);

		response.expectStatus()
			.isOk()
			.expectHeader()
			.cacheControl(CacheControl.noStore())
			.expectBody()
			.json("{\"name\": \"posts\", \"enabled\": " + enabled + ", \"ttl\": \"" + ttl + "\", \"changed\": "
					+ changed + "}");
	}

	@Test
	void keepsWhatThePatchDoesNotName() {
		patch("posts", "{\"ttl\":\"PT1M\"}").expectStatus().isOk();

		patch("posts", "{\"enabled\":false}").expectStatus().isOk();
		assertThat(this.administration.override(CacheName.of("posts")))
			.isEqualTo(new PolicyOverride(false, Duration.ofMinutes(1)));
		patch("posts", "{\"ttl\":null}").expectStatus().isOk();

		assertThat(this.administration.override(CacheName.of("posts"))).isEqualTo(new PolicyOverride(false, null));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"enabled":"no"}         | enabled | Member 'enabled' is "no" but must be true, false or null
					{"enabled":0}            | enabled | Member 'enabled' is 0 but must be
					{"ttl":"soon"}           | ttl     | Member 'ttl' is "soon" but must be a positive duration in ISO 8601
					{"ttl":60}               | ttl     | Member 'ttl' is 60 but must be
					{"ttl":"PT0S"}           | ttl     | must be a positive duration
					{"ttl":"PT-1M"}          | ttl     | must be a positive duration
					{"Enabled":false}        | Enabled | There is no member 'Enabled' that may be changed; there are enabled and ttl
					{"enabled":true,"tti":1} | tti     | There is no member 'tti'
					{}                       | ``      | A change must be a JSON object with at least one of enabled and ttl
					[]                       | ``      | A change must be a JSON object
					null                     | ``      | A change must be a JSON object
					""")
	void refusesWhatItDoesNotUnderstand(String patch, String member, String detail) {
		ResponseSpec response = patch("posts", patch);

		response.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:freshet:problem:invalid-member")
			.jsonPath("$.member")
			.isEqualTo(member)
			.jsonPath("$.detail")
			.value(String.class, (text) -> assertThat(text).contains(detail).endsWith("Nothing was changed"));
		assertThat(this.administration.override(CacheName.of("posts"))).isEqualTo(PolicyOverride.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "others", "No%20Name", "x_y" })
	void knowsNoCacheOfAnotherName(String name) {
		ResponseSpec response = patch(name, "{\"enabled\":false}");

		response.expectStatus()
			.isNotFound()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:freshet:problem:cache-not-found")
			.jsonPath("$.detail")
			.value(String.class, (text) -> assertThat(text).startsWith("There is no cache '"));
	}

	@Test
	void namesWhoChangedWhat(CapturedOutput output) {
		patch("posts", "{\"enabled\":false}").expectStatus().isOk();

		assertThat(output).contains("ada changed cache 'posts'");
	}

	private ResponseSpec patch(String name, String body) {
		return this.client.client()
			.patch()
			.uri(URI.create("/api/v1/cache/caches/" + name))
			.contentType(MediaType.valueOf("application/merge-patch+json"))
			.bodyValue(body)
			.exchange();
	}

}
