package io.freshet.posts.web;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.freshet.caching.testing.WithRealServers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.server.WebFilter;

import static io.freshet.posts.web.ResourceClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient(timeout = "30s")
class PostsHttpIT {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	ResourceClient http;

	ResourceClient tags;

	@BeforeEach
	void setUp(@Autowired WebTestClient client) {
		this.http = new ResourceClient(client, "/api/v1/posts");
		this.tags = new ResourceClient(client, "/api/v1/tags");
	}

	@Nested
	class Creating {

		@Test
		void answersThePostItsPlaceAndItsState() {
			String b = tag("b");
			String a = tag("a");

			EntityExchangeResult<byte[]> created = http.post(body("Title", b, a, b))
				.expectStatus()
				.isCreated()
				.expectBody()
				.jsonPath("$.title")
				.isEqualTo("Title")
				.jsonPath("$.body")
				.isEqualTo("Body")
				.jsonPath("$.author")
				.isEqualTo("anonymous")
				.jsonPath("$.version")
				.isEqualTo(1)
				.jsonPath("$.tags")
				.isEqualTo(List.of(Map.of("slug", a, "name", a), Map.of("slug", b, "name", b)))
				.returnResult();

			long id = id(created);
			assertThat(created.getResponseHeaders().getLocation()).hasToString("/api/v1/posts/" + id);
			assertThat(http.etag(id)).isEqualTo(ResourceClient.etag(created)).startsWith("\"1-");
			assertThat(postCount(a)).isEqualTo(1);
			assertThat(postCount(b)).isEqualTo(1);
		}

		@Test
		void namesWhoIsLoggedInAsAuthor() {
			http.client()
				.post()
				.uri("/api/v1/posts")
				.header(LoginByHeader.USER, "ada")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(body("By Ada"))
				.exchange()
				.expectStatus()
				.isCreated()
				.expectBody()
				.jsonPath("$.author")
				.isEqualTo("ada");
		}

		@Test
		void needsNoTags() {
			long id = create("Bare");

			assertThat(http.etag(id)).isEqualTo("\"1\"");
		}

		@Test
		void refusesUnknownTagsAndCountsNothing() {
			String known = tag("known");

			problem(http.post(body("T", "zzz", known, "aaa")), 422, "unknown-tags").jsonPath("$.tags")
				.isEqualTo(List.of("aaa", "zzz"));

			assertThat(postCount(known)).isZero();
			assertThat(http.items("size=100&tag=" + known)).isEmpty();
		}

		@ParameterizedTest
		@MethodSource("io.freshet.posts.web.PostsHttpIT#invalidBodies")
		void refusesWhatIsNoPost(String body) {
			http.post(body)
				.expectStatus()
				.isBadRequest()
				.expectHeader()
				.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		}

		@Test
		void takesTheLongestPost() {
			http.post("{\"title\": \"%s\", \"body\": \"%s\"}".formatted("t".repeat(200), "é".repeat(50_000)))
				.expectStatus()
				.isCreated();
		}

	}

	static List<String> invalidBodies() {
		return List.of("{}", "{\"title\": \"T\"}", "{\"title\": \"\", \"body\": \"B\"}",
				"{\"title\": \"T\", \"body\": \" \"}",
				"{\"title\": \"%s\", \"body\": \"B\"}".formatted("t".repeat(201)),
				"{\"title\": \"T\", \"body\": \"%s\"}".formatted("b".repeat(50_001)),
				"{\"title\": \"T\", \"body\": \"B\", \"tags\": [\"No Slug\"]}",
				"{\"title\": \"T\", \"body\": \"B\", \"tags\": [null]}",
				"{\"title\": \"T\", \"body\": \"B\", \"tags\": \"a\"}", "{\"title\": \"T\", \"body\": \"a\\u0000b\"}",
				body("T", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"), "[]", "{");
	}

	@Nested
	class Reading {

		@ParameterizedTest
		@ValueSource(strings = { "999999999", "-1", "abc", "1.5", "99999999999999999999" })
		void answersNotFound(String id) {
			problem(http.get(id), 404, "post-not-found");
		}

		@Test
		void showsPostThatWasNotThereBefore() {
			long id = create("First") + 1;
			problem(http.get(id), 404, "post-not-found");

			long created = create("Second");

			assertThat(created).isEqualTo(id);
			http.get(id).expectStatus().isOk();
		}

		@Test
		void showsNewNameOfATagInEveryPostThatHasIt() {
			String tag = tag("renamed");
			long id = create("Tagged", tag);
			String etag = http.etag(id);
			http.getUnless(id, etag).expectStatus().isNotModified();

			tags.patch(tag, "*", "{\"name\": \"Another name\"}").expectStatus().isOk();

			http.getUnless(id, etag)
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.tags[0].name")
				.isEqualTo("Another name");
			assertThat(http.items("tag=" + tag).get(0).get("tags")).asString().contains("Another name");
		}

		@Test
		void isTheSameAfterAnotherPostTookTheTag() {
			String tag = tag("shared");
			long id = create("Tagged", tag);
			String etag = http.etag(id);

			create("Tagged too", tag);

			http.getUnless(id, etag).expectStatus().isNotModified();
			assertThat(postCount(tag)).isEqualTo(2);
		}

	}

	@Nested
	class Changing {

		@Test
		void replacesContentAndMovesCounts() {
			String before = tag("before");
			String kept = tag("kept");
			String after = tag("after");
			long id = create("Old", before, kept);
			String etag = http.etag(id);

			EntityExchangeResult<byte[]> replaced = http.put(id, etag, body("New", kept, after))
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.title")
				.isEqualTo("New")
				.jsonPath("$.version")
				.isEqualTo(2)
				.returnResult();

			assertThat(ResourceClient.etag(replaced)).isNotEqualTo(etag).isEqualTo(http.etag(id));
			assertThat(List.of(postCount(before), postCount(kept), postCount(after))).containsExactly(0L, 1L, 1L);
			assertThat(http.items("tag=" + before)).isEmpty();
			assertThat(http.items("tag=" + after)).hasSize(1);
		}

		@Test
		void patchesOnlyWhatThePatchNames() {
			String tag = tag("patched");
			long id = create("Old", tag);

			http.patch(id, http.etag(id), "{\"title\": \"New\"}")
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.title")
				.isEqualTo("New")
				.jsonPath("$.body")
				.isEqualTo("Body")
				.jsonPath("$.tags[0].slug")
				.isEqualTo(tag);
			http.patch(id, "*", MediaType.APPLICATION_JSON_VALUE, "{\"tags\": null}")
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.tags.length()")
				.isEqualTo(0);

			assertThat(postCount(tag)).isZero();
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"title\": null}", "{\"body\": \"\"}", "{\"author\": \"eve\"}", "{\"id\": 7}",
				"{\"tags\": [\"No Slug\"]}", "[]" })
		void refusesPatchWhoseResultIsNoPost(String patch) {
			long id = create("Unpatched");

			http.patch(id, "*", patch)
				.expectStatus()
				.isBadRequest()
				.expectHeader()
				.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);

			assertThat(http.etag(id)).isEqualTo("\"1\"");
		}

		@Test
		void refusesUnknownTagsAndChangesNothing() {
			long id = create("Untagged");

			problem(http.patch(id, "*", "{\"title\": \"New\", \"tags\": [\"nowhere\"]}"), 422, "unknown-tags");

			http.get(id).expectBody().jsonPath("$.title").isEqualTo("Untagged").jsonPath("$.version").isEqualTo(1);
		}

		@Test
		void answersNotFoundWhereThereIsNothing() {
			problem(http.put(999_999_999, "*", body("T")), 404, "post-not-found");
			problem(http.patch(999_999_999, "*", "{}"), 404, "post-not-found");
			problem(http.delete(999_999_999, "*"), 404, "post-not-found");
		}

		@Test
		void deletesAndUncounts() {
			String tag = tag("freed");
			long id = create("Deleted", tag);

			http.delete(id, http.etag(id)).expectStatus().isNoContent().expectBody().isEmpty();

			problem(http.get(id), 404, "post-not-found");
			assertThat(postCount(tag)).isZero();
			tags.delete(tag, "*").expectStatus().isNoContent();
		}

		@Test
		void keepsTagInUseFromBeingDeleted() {
			String tag = tag("used");
			create("Tagged", tag);

			problem(tags.delete(tag, "*"), 409, "tag-in-use").jsonPath("$.postCount").isEqualTo(1);
		}

	}

	@Nested
	class Preconditions {

		@Test
		void areRequired() {
			long id = create("Conditional");

			problem(http.put(id, null, body("T")), 428, "precondition-required");
			problem(http.patch(id, null, "{}"), 428, "precondition-required");
			problem(http.delete(id, null), 428, "precondition-required");
		}

		@Test
		void failIfThePostOrItsTagsAreInAnotherState() {
			String tag = tag("changing");
			long id = create("Conditional", tag);
			String etag = http.etag(id);
			tags.patch(tag, "*", "{\"name\": \"Changed\"}").expectStatus().isOk();

			problem(http.put(id, etag, body("T")), 412, "precondition-failed").jsonPath("$.detail")
				.value(String.class, (detail) -> assertThat(detail).contains(etag).contains(http.etag(id)));
			problem(http.patch(id, etag, "{}"), 412, "precondition-failed");
			problem(http.delete(id, etag), 412, "precondition-failed");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '\'',
				value = { "* | 200", "\"0\", %s | 200", "W/%s | 412", "\"0\" | 412", "1 | 400" })
		void areReadAsRfc9110Says(String condition, int status) {
			long id = create("Conditional");

			http.put(id, condition.formatted(http.etag(id)), body("T")).expectStatus().isEqualTo(status);
		}

	}

	private String tag(String prefix) {
		String slug = prefix + "-" + NUMBERS.incrementAndGet();
		this.tags.post("{\"slug\": \"%s\", \"name\": \"%s\"}".formatted(slug, slug)).expectStatus().isCreated();
		return slug;
	}

	private long postCount(String slug) {
		byte[] tag = this.tags.get(slug)
			.expectBody()
			.jsonPath("$.slug")
			.isEqualTo(slug)
			.returnResult()
			.getResponseBody();
		return ResourceClient.number(tag, "$.postCount");
	}

	private long create(String title, String... slugs) {
		return id(this.http.post(body(title, slugs)).expectStatus().isCreated().expectBody().returnResult());
	}

	private static long id(EntityExchangeResult<byte[]> result) {
		return ResourceClient.number(result.getResponseBody(), "$.id");
	}

	private static String body(String title, String... slugs) {
		String tags = (slugs.length > 0) ? "\"" + String.join("\", \"", slugs) + "\"" : "";
		return "{\"title\": \"%s\", \"body\": \"Body\", \"tags\": [%s]}".formatted(title, tags);
	}

	/**
	 * Takes a name in a header for that of who is logged in.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class LoginByHeader {

		static final String USER = "X-User";

		@Bean
		WebFilter loginByHeader() {
			return (exchange, chain) -> {
				String user = exchange.getRequest().getHeaders().getFirst(USER);
				if (user == null) {
					return chain.filter(exchange);
				}
				return chain.filter(exchange.mutate().principal(Mono.just(() -> user)).build());
			};
		}

	}

}
