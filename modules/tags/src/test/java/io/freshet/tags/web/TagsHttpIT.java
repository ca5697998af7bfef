package io.freshet.tags.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.freshet.caching.testing.WithRealServers;
import io.freshet.tags.Slug;
import io.freshet.tags.Tags;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import static io.freshet.tags.web.ResourceClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient(timeout = "30s")
class TagsHttpIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	@Autowired
	Tags tags;

	@Autowired
	TransactionalOperator transactions;

	ResourceClient http;

	@BeforeEach
	void setUp(@Autowired WebTestClient client) {
		this.http = new ResourceClient(client, "/api/v1/tags");
	}

	@Nested
	class Creating {

		@Test
		void answersTheTagItsPlaceAndItsState() {
			String slug = unique("created");

			EntityExchangeResult<byte[]> created = http.post("""
					{"slug": "%s", "name": "Created", "description": "What for"}""".formatted(slug))
				.expectStatus()
				.isCreated()
				.expectHeader()
				.location("/api/v1/tags/" + slug)
				.expectBody()
				.jsonPath("$.slug")
				.isEqualTo(slug)
				.jsonPath("$.name")
				.isEqualTo("Created")
				.jsonPath("$.description")
				.isEqualTo("What for")
				.jsonPath("$.postCount")
				.isEqualTo(0)
				.returnResult();

			http.get(slug)
				.expectStatus()
				.isOk()
				.expectHeader()
				.valueEquals(HttpHeaders.ETAG, ResourceClient.etag(created))
				.expectBody()
				.json(new String(created.getResponseBody(), StandardCharsets.UTF_8));
		}

		@Test
		void makesSlugOfTheName() {
			String name = "Ünïque näme " + NUMBERS.incrementAndGet();

			http.post("{\"name\": \"%s\"}".formatted(name))
				.expectStatus()
				.isCreated()
				.expectHeader()
				.location("/api/v1/tags/unique-name-" + NUMBERS.get())
				.expectBody()
				.jsonPath("$.description")
				.isEqualTo(null);
		}

		@Test
		void refusesNameThatNoSlugCanBeMadeOf() {
			problem(http.post("{\"name\": \"日本\"}"), 422, "slug-required").jsonPath("$.detail")
				.value(String.class, (detail) -> assertThat(detail).contains("日本").contains("'slug'"));
		}

		@Test
		void refusesSlugThatIsTaken() {
			String slug = create("taken");

			problem(http.post("{\"slug\": \"%s\", \"name\": \"Again\"}".formatted(slug)), 409, "tag-exists")
				.jsonPath("$.slug")
				.isEqualTo(slug);
		}

		@Test
		void refusesSlugThatWasMadeOfTheNameAndIsTaken() {
			String slug = create("taken");

			problem(http.post("{\"name\": \"%s\"}".formatted(slug)), 409, "tag-exists");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{}", "{\"name\": null}", "{\"name\": \"\"}", "{\"name\": \"  \"}",
				"{\"name\": \"1234567890123456789012345678901234567890123456789012345678901\"}",
				"{\"name\": \"x\", \"slug\": \"No Slug\"}", "{\"name\": \"x\", \"slug\": \"\"}",
				"{\"name\": \"a\\u0000b\"}", "{\"name\": \"x\", \"description\": \"\\u0000\"}", "[]", "{", "\"name\"" })
		void refusesWhatIsNoTag(String body) {
			http.post(body)
				.expectStatus()
				.isBadRequest()
				.expectHeader()
				.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		}

		@Test
		void neverGivesAVersionAgainToASlugThatWasDeleted() {
			String slug = create("phoenix");
			String before = http.etag(slug);
			http.delete(slug, before).expectStatus().isNoContent();

			http.post("{\"slug\": \"%s\", \"name\": \"Phoenix\"}".formatted(slug)).expectStatus().isCreated();

			assertThat(http.etag(slug)).isNotEqualTo(before);
		}

	}

	@Nested
	class Reading {

		@ParameterizedTest
		@ValueSource(strings = { "absent", "Not_a_slug", "a--b", " " })
		void answersNotFound(String slug) {
			problem(http.get(slug), 404, "tag-not-found");
		}

		@Test
		void answersNotModifiedWhileTheTagIsTheSame() {
			String slug = create("same");
			String etag = http.etag(slug);

			http.getUnless(slug, etag)
				.expectStatus()
				.isNotModified()
				.expectHeader()
				.valueEquals(HttpHeaders.ETAG, etag)
				.expectBody()
				.isEmpty();
		}

		@Test
		void answersAnotherStateWhenThePostsOfTheTagChange() {
			String slug = create("counted");
			String etag = http.etag(slug);

			use(slug);

			http.getUnless(slug, etag).expectStatus().isOk().expectBody().jsonPath("$.postCount").isEqualTo(1);
		}

	}

	@Nested
	class Changing {

		@Test
		void replacesNameAndDescription() {
			String slug = create("replaced");
			String etag = http.etag(slug);

			EntityExchangeResult<byte[]> replaced = http.put(slug, etag, "{\"name\": \"New\"}")
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.name")
				.isEqualTo("New")
				.jsonPath("$.description")
				.isEqualTo(null)
				.jsonPath("$.slug")
				.isEqualTo(slug)
				.returnResult();

			assertThat(ResourceClient.etag(replaced)).isNotEqualTo(etag).isEqualTo(http.etag(slug));
		}

		@Test
		void keepsItsStateIfNothingChanges() {
			String slug = create("kept");
			String etag = http.etag(slug);

			http.put(slug, etag, "{\"name\": \"%s\", \"description\": \"Text\"}".formatted(slug))
				.expectStatus()
				.isOk()
				.expectHeader()
				.valueEquals(HttpHeaders.ETAG, etag);
		}

		@ParameterizedTest
		@ValueSource(strings = { "application/merge-patch+json", "application/json" })
		void patchesOnlyWhatThePatchNames(String mediaType) {
			String slug = create("patched");

			http.patch(slug, http.etag(slug), mediaType, "{\"description\": null}")
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.name")
				.isEqualTo(slug)
				.jsonPath("$.description")
				.isEqualTo(null);
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"name\": null}", "{\"name\": \"\"}", "{\"slug\": \"other\"}", "{\"postCount\": 7}",
				"[]", "null", "{\"name\": {\"a\": 1}}" })
		void refusesPatchWhoseResultIsNoTag(String patch) {
			String slug = create("unpatched");
			String etag = http.etag(slug);

			http.patch(slug, etag, MediaType.APPLICATION_JSON_VALUE, patch)
				.expectStatus()
				.isBadRequest()
				.expectHeader()
				.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);

			assertThat(http.etag(slug)).isEqualTo(etag);
		}

		@Test
		void answersUnsupportedMediaTypeToOtherPatches() {
			String slug = create("unpatched");

			http.patch(slug, "*", "application/json-patch+json", "[]").expectStatus().isEqualTo(415);
		}

		@Test
		void answersNotFoundWhereThereIsNothing() {
			problem(http.put("nothing", "*", "{\"name\": \"x\"}"), 404, "tag-not-found");
			problem(http.patch("nothing", "*", MediaType.APPLICATION_JSON_VALUE, "{}"), 404, "tag-not-found");
			problem(http.delete("nothing", "*"), 404, "tag-not-found");
		}

	}

	@Nested
	class Deleting {

		@Test
		void removesTag() {
			String slug = create("deleted");

			http.delete(slug, http.etag(slug)).expectStatus().isNoContent().expectBody().isEmpty();

			problem(http.get(slug), 404, "tag-not-found");
		}

		@Test
		void refusesTagInUse() {
			String slug = create("used");
			use(slug);
			use(slug);

			problem(http.delete(slug, http.etag(slug)), 409, "tag-in-use").jsonPath("$.postCount")
				.isEqualTo(2)
				.jsonPath("$.detail")
				.isEqualTo("Tag '%s' is used by 2 posts; only a tag that no post uses can be deleted".formatted(slug));
		}

	}

	@Nested
	class Preconditions {

		@Test
		void areRequired() {
			String slug = create("conditional");

			problem(http.put(slug, null, "{\"name\": \"x\"}"), 428, "precondition-required");
			problem(http.patch(slug, null, MediaType.APPLICATION_JSON_VALUE, "{}"), 428, "precondition-required");
			problem(http.delete(slug, null), 428, "precondition-required");
		}

		@Test
		void failIfTheTagIsInAnotherState() {
			String slug = create("conditional");
			String etag = http.etag(slug);
			use(slug);

			problem(http.put(slug, etag, "{\"name\": \"x\"}"), 412, "precondition-failed").jsonPath("$.detail")
				.value(String.class, (detail) -> assertThat(detail).contains(etag).contains(http.etag(slug)));
			problem(http.patch(slug, etag, MediaType.APPLICATION_JSON_VALUE, "{}"), 412, "precondition-failed");
			problem(http.delete(slug, etag), 412, "precondition-failed");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '\'',
				value = { "* | 200", "\"0\", %s | 200", "W/%s | 412", "\"0\" | 412", "unquoted | 400" })
		void areReadAsRfc9110Says(String condition, int status) {
			String slug = create("conditional");

			http.put(slug, condition.formatted(http.etag(slug)), "{\"name\": \"x\"}").expectStatus().isEqualTo(status);
		}

	}

	private String create(String prefix) {
		String slug = unique(prefix);
		http.post("{\"slug\": \"%s\", \"name\": \"%s\", \"description\": \"Text\"}".formatted(slug, slug))
			.expectStatus()
			.isCreated();
		return slug;
	}

	private static String unique(String prefix) {
		return prefix + "-" + NUMBERS.incrementAndGet();
	}

	private void use(String slug) {
		StepVerifier.create(this.tags.recordUse(List.of(Slug.of(slug)), List.of()).as(this.transactions::transactional))
			.expectComplete()
			.verify(TIMEOUT);
	}

}
