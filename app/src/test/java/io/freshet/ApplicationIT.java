package io.freshet;

import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole application on real servers, from outside.
 */
class ApplicationIT extends WholeApplication {

	@Test
	void answersFromTheCacheUntilSomebodyWrites() {
		String post = create("/api/v1/posts", Map.of("title", "First", "body", "A body"));

		EntityExchangeResult<byte[]> first = read(post);
		EntityExchangeResult<byte[]> second = readUntilKept(post);
		write(HttpMethod.PATCH, post, first, Map.of("title", "Second"));
		EntityExchangeResult<byte[]> third = read(post);

		assertThat(cacheOf(first)).isEqualTo("MISS");
		assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
		assertThat(cacheOf(third)).isEqualTo("MISS");
		assertThat(text(third)).contains("Second");
	}

	@Test
	void renamingTagShowsInEveryPost() {
		String tag = create("/api/v1/tags", Map.of("slug", "reactor", "name", "Reactor"));
		String post = create("/api/v1/posts",
				Map.of("title", "Tagged", "body", "A body", "tags", new String[] { "reactor" }));
		readUntilKept(post);

		write(HttpMethod.PUT, tag, read(tag), Map.of("name", "Project Reactor"));

		EntityExchangeResult<byte[]> after = read(post);
		assertThat(cacheOf(after)).isEqualTo("MISS");
		assertThat(text(after)).contains("Project Reactor");
	}

	@Test
	void newPostShowsInTheListThatWasCached() {
		String list = "/api/v1/posts?size=1";
		readUntilKept(list);

		create("/api/v1/posts", Map.of("title", "Just published", "body", "A body"));

		assertThat(text(read(list))).contains("Just published");
	}

	@Test
	void queryParametersInAnyOrderShareAnEntry() {
		readUntilKept("/api/v1/tags?page=0&size=7");

		EntityExchangeResult<byte[]> turned = read("/api/v1/tags?size=7&page=0&utm_source=newsletter");

		assertThat(cacheOf(turned)).isEqualTo("HIT");
	}

	@Test
	void remembersThatThereIsNoSuchPostUntilThereIs() {
		String missing = "/api/v1/posts/999999";

		EntityExchangeResult<byte[]> first = read(missing);
		EntityExchangeResult<byte[]> second = readUntilKept(missing);

		assertThat(first.getStatus().value()).isEqualTo(404);
		assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
	}

	@Test
	void neverCachesWhatIsExcluded() {
		for (String path : new String[] { "/health", "/metrics", "/openapi.json" }) {
			read(path);

			assertThat(cacheOf(read(path))).as(path).isNotEqualTo("HIT");
		}
	}

	@Test
	void documentsEveryRoute() {
		assertThat(text(read("/openapi.json"))).contains("\"/api/v1/posts\"", "\"/api/v1/posts/{id}\"",
				"\"/api/v1/tags\"", "\"/api/v1/tags/{slug}\"", "\"/api/v1/auth/token\"", "\"/api/v1/cache/caches\"",
				"\"/api/v1/cache/caches/{name}\"", "\"/api/v1/cache/explain\"", "\"/api/v1/cache/purge\"",
				"\"/api/v1/cache/warm\"");
	}

	private String create(String path, Map<String, ?> body) {
		return Objects.requireNonNull(this.administrator.post()
			.uri(path)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange()
			.expectStatus()
			.isCreated()
			.expectBody()
			.returnResult()
			.getResponseHeaders()
			.getFirst(HttpHeaders.LOCATION));
	}

	private void write(HttpMethod method, String path, EntityExchangeResult<byte[]> read, Map<String, ?> body) {
		this.administrator.method(method)
			.uri(path)
			.header(HttpHeaders.IF_MATCH, read.getResponseHeaders().getETag())
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange()
			.expectStatus()
			.isOk();
	}

}
