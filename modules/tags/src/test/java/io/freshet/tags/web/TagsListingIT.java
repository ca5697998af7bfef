package io.freshet.tags.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.freshet.caching.testing.WithRealServers;
import io.freshet.tags.Slug;
import io.freshet.tags.Tags;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import static io.freshet.tags.web.ResourceClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient(timeout = "30s")
class TagsListingIT {

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

	@ParameterizedTest
	@CsvSource({ "'sort=name', a b c", "'sort=name,desc', c b a", "'sort=postCount,desc', b c a",
			"'sort=postCount,asc', a c b", "'sort=createdAt', c a b", "'sort=createdAt,desc', b a c" })
	void sorts(String sort, String order) {
		String prefix = unique("sorted");
		for (String name : List.of("c", "a", "b")) {
			this.http.post("{\"slug\": \"%s-%s\", \"name\": \"%s\"}".formatted(prefix, name, name))
				.expectStatus()
				.isCreated();
		}
		use(prefix + "-b");
		use(prefix + "-b");
		use(prefix + "-c");

		List<String> slugs = slugs("size=100&" + sort);

		assertThat(slugs.stream()
			.filter((slug) -> slug.startsWith(prefix))
			.map((slug) -> slug.substring(slug.length() - 1))).containsExactly(order.split(" "));
	}

	@Test
	void pagesWithLinksAndTotal() {
		create("paged");
		create("paged");
		create("paged");
		int total = slugs("size=100").size();

		this.http.list("page=1&size=1&utm=x")
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("X-Total-Count", total)
			.expectHeader()
			.value(HttpHeaders.LINK, (link) -> assertThat(link).isEqualTo("""
					</api/v1/tags?page=0&size=1&sort=name,asc>; rel="first", \
					</api/v1/tags?page=0&size=1&sort=name,asc>; rel="prev", \
					</api/v1/tags?page=2&size=1&sort=name,asc>; rel="next", \
					</api/v1/tags?page=%d&size=1&sort=name,asc>; rel="last\"""".formatted(total - 1)))
			.expectBody()
			.jsonPath("$.items.length()")
			.isEqualTo(1)
			.jsonPath("$.page")
			.isEqualTo(1)
			.jsonPath("$.size")
			.isEqualTo(1)
			.jsonPath("$.total")
			.isEqualTo(total);
	}

	@Test
	void changesItsStateWithThatOfAnItem() {
		String slug = create("listed");
		String etag = etag();
		this.http.client()
			.get()
			.uri("/api/v1/tags?size=100")
			.header(HttpHeaders.IF_NONE_MATCH, etag)
			.exchange()
			.expectStatus()
			.isNotModified();

		use(slug);

		assertThat(etag()).isNotEqualTo(etag);
	}

	@ParameterizedTest
	@CsvSource({ "page=-1, page", "page=x, page", "size=0, size", "size=101, size", "'sort=colour', sort",
			"'sort=name,up', sort", "'sort=name&sort=postCount', sort", "page=, page" })
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
			.jsonPath("$.paths['/api/v1/tags'].get.parameters[*].name")
			.isEqualTo(List.of("page", "size", "sort"))
			.jsonPath("$.paths['/api/v1/tags'].post.requestBody.content['application/json'].examples.length()")
			.isEqualTo(2)
			.jsonPath("$.paths['/api/v1/tags/{slug}'].put.parameters[?(@.name == 'If-Match')].required")
			.isEqualTo(true)
			.jsonPath("$.paths['/api/v1/tags/{slug}'].patch.requestBody.content['application/merge-patch+json']")
			.exists()
			.jsonPath("$.paths['/api/v1/tags/{slug}'].delete.responses['428']")
			.exists()
			.jsonPath("$.paths['/api/v1/tags/{slug}'].delete.responses['412'].content['application/problem+json']")
			.exists()
			.jsonPath("$.components.schemas.NewTag.required")
			.isEqualTo("name");
	}

	private List<String> slugs(String query) {
		return this.http.items(query).stream().map((item) -> String.valueOf(item.get("slug"))).toList();
	}

	private String etag() {
		return ResourceClient.etag(this.http.list("size=100").expectStatus().isOk().expectBody().returnResult());
	}

	private String create(String prefix) {
		String slug = unique(prefix);
		this.http.post("{\"slug\": \"%s\", \"name\": \"%s\", \"description\": \"Text\"}".formatted(slug, slug))
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
