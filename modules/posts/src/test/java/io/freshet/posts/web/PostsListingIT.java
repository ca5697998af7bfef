package io.freshet.posts.web;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.freshet.caching.testing.WithRealServers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

import static io.freshet.posts.web.ResourceClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient(timeout = "30s")
class PostsListingIT {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	ResourceClient http;

	ResourceClient tags;

	String tag;

	@BeforeEach
	void setUp(@Autowired WebTestClient client) {
		this.http = new ResourceClient(client, "/api/v1/posts");
		this.tags = new ResourceClient(client, "/api/v1/tags");
		this.tag = "listed-" + NUMBERS.incrementAndGet();
		this.tags.post("{\"slug\": \"%s\", \"name\": \"Listed\"}".formatted(this.tag)).expectStatus().isCreated();
	}

	@ParameterizedTest
	@CsvSource({ "'', c a b", "'sort=createdAt', b a c", "'sort=title,asc', a b c", "'sort=title,desc', c b a",
			"'sort=updatedAt', a c b", "'sort=updatedAt,desc', b c a" })
	void sorts(String sort, String titles) {
		long b = create("b");
		create("a");
		create("c");
		this.http.patch(b, "*", "{\"body\": \"New\"}").expectStatus().isOk();

		assertThat(titles("tag=" + this.tag + "&" + sort)).containsExactly(titles.split(" "));
	}

	@Test
	void pagesWithLinksAndTotal() {
		for (String title : List.of("a", "b", "c", "d", "e")) {
			create(title);
		}

		this.http.list("tag=%s&page=1&size=2&sort=title".formatted(this.tag))
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("X-Total-Count", "5")
			.expectHeader()
			.value(HttpHeaders.LINK, (link) -> assertThat(link.replace(this.tag, "TAG")).isEqualTo("""
					</api/v1/posts?page=0&size=2&sort=title,asc&tag=TAG>; rel="first", \
					</api/v1/posts?page=0&size=2&sort=title,asc&tag=TAG>; rel="prev", \
					</api/v1/posts?page=2&size=2&sort=title,asc&tag=TAG>; rel="next", \
					</api/v1/posts?page=2&size=2&sort=title,asc&tag=TAG>; rel="last\""""))
			.expectBody()
			.jsonPath("$.items[*].title")
			.isEqualTo(List.of("c", "d"))
			.jsonPath("$.total")
			.isEqualTo(5);
	}

	@Test
	void listsPostsOfEveryTagWithAllTheirTags() {
		long tagged = create("Tagged");
		long bare = ResourceClient.number(this.http.post("{\"title\": \"Bare\", \"body\": \"B\"}")
			.expectStatus()
			.isCreated()
			.expectBody()
			.returnResult()
			.getResponseBody(), "$.id");

		assertThat(this.http.items("size=2").stream().map((post) -> ((Number) post.get("id")).longValue()))
			.containsExactly(bare, tagged);
		assertThat(this.http.items("size=2").stream().map((post) -> String.valueOf(post.get("tags"))))
			.containsExactly("[]", "[{slug=%s, name=Listed}]".formatted(this.tag));
	}

	@Test
	void isEmptyForTagWithoutPostsAndBehindTheLastPage() {
		assertThat(titles("tag=" + this.tag)).isEmpty();
		assertThat(titles("tag=unheard-of")).isEmpty();
		assertThat(titles("page=2147483647&size=100")).isEmpty();
	}

	@Test
	void showsEachChange() {
		long id = create("Old");
		assertThat(titles("tag=" + this.tag)).containsExactly("Old");

		this.http.patch(id, "*", "{\"title\": \"New\"}").expectStatus().isOk();
		assertThat(titles("tag=" + this.tag)).containsExactly("New");

		this.http.delete(id, "*").expectStatus().isNoContent();
		assertThat(titles("tag=" + this.tag)).isEmpty();
	}

	@Test
	void answersNotModifiedUntilAPostOfThePageChanges() {
		long id = create("Listed");
		String etag = etag();
		getUnless(etag).expectStatus().isNotModified();
		this.http.post("{\"title\": \"Elsewhere\", \"body\": \"B\"}").expectStatus().isCreated();
		getUnless(etag).expectStatus().isNotModified();

		this.http.patch(id, "*", "{\"body\": \"New\"}").expectStatus().isOk();

		getUnless(etag).expectStatus().isOk();
		assertThat(etag()).isNotEqualTo(etag);
	}

	@ParameterizedTest
	@CsvSource({ "page=-1, page", "size=101, size", "'sort=body', sort", "'sort=author,asc', sort", "tag=No_Slug, tag",
			"tag=, tag", "tag=a&tag=b, tag" })
	void refusesWrongParameter(String query, String parameter) {
		problem(this.http.list(query), 400, "invalid-parameter").jsonPath("$.parameter")
			.isEqualTo(parameter)
			.jsonPath("$.allowed")
			.isNotEmpty();
	}

	@Test
	void isDocumented() {
		this.http.client()
			.get()
			.uri("/openapi.json")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.paths['/api/v1/posts'].get.parameters[*].name")
			.isEqualTo(List.of("page", "size", "sort", "tag"))
			.jsonPath("$.paths[*][*].operationId")
			.value(List.class, (ids) -> assertThat((List<?>) ids).doesNotHaveDuplicates().hasSize(13))
			.jsonPath("$.paths['/api/v1/posts'].post.parameters")
			.doesNotExist()
			.jsonPath("$.paths['/api/v1/posts'].post.responses['422'].content['application/problem+json'].example")
			.exists()
			.jsonPath("$.paths['/api/v1/posts/{id}'].put.parameters[*].name")
			.isEqualTo(List.of("id", "If-Match"))
			.jsonPath("$.paths['/api/v1/posts/{id}'].patch.requestBody.content['application/merge-patch+json']")
			.exists()
			.jsonPath("$.paths['/api/v1/posts/{id}'].delete.responses['428']")
			.exists();
	}

	private long create(String title) {
		return ResourceClient.number(
				this.http.post("{\"title\": \"%s\", \"body\": \"B\", \"tags\": [\"%s\"]}".formatted(title, this.tag))
					.expectStatus()
					.isCreated()
					.expectBody()
					.returnResult()
					.getResponseBody(),
				"$.id");
	}

	private List<String> titles(String query) {
		return this.http.items(query).stream().map((post) -> String.valueOf(post.get("title"))).toList();
	}

	private String etag() {
		return ResourceClient.etag(this.http.list("tag=" + this.tag).expectStatus().isOk().expectBody().returnResult());
	}

	private WebTestClient.ResponseSpec getUnless(String etag) {
		return this.http.client()
			.get()
			.uri("/api/v1/posts?tag=" + this.tag)
			.header(HttpHeaders.IF_NONE_MATCH, etag)
			.exchange();
	}

}
