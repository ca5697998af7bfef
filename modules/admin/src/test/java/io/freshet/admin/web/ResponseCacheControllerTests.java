package io.freshet.admin.web;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.freshet.caching.CacheTag;
import io.freshet.admin.audit.AuditedActions;
import io.freshet.caching.administration.ResponseSelection;
import io.freshet.caching.administration.ResponseAdministration;
import io.freshet.caching.administration.ResponseQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseCacheControllerTests {

	private static final String SELF = "http://here.example";

	private final RecordingResponses responses = new RecordingResponses();

	private final WebTestClient client = client(Map.of("responses", this.responses));

	private static WebTestClient client(Map<String, Object> beans) {
		return WebTestClient
			.bindToController(new ResponseCacheController(
					new StaticListableBeanFactory(beans).getBeanProvider(ResponseAdministration.class),
					new AuditedActions(new RecordingTrail())))
			.controllerAdvice(new CacheRequestProblems())
			.configureClient()
			.baseUrl(SELF)
			.build();
	}

	@Test
	void explainsTheRequestThatIsDescribed() {
		explain("?url=/api/v1/posts%3Fsize%3D20&method=HEAD&header=Accept:a&header=Accept:b&principal=ann")
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Cache-Control", "no-store")
			.expectBody()
			.jsonPath("$.outcome.cacheStatus")
			.isEqualTo("Freshet; fwd=uri-miss")
			.jsonPath("$.stored[0].verdict")
			.isEqualTo("other-history")
			.jsonPath("$.stored[0].remainingSeconds")
			.isEqualTo(47)
			.jsonPath("$.key.principal")
			.isEqualTo("ann");

		assertThat(this.responses.asked()).containsExactly(new ResponseQuery("HEAD",
				URI.create(SELF + "/api/v1/posts?size=20"), Map.of("Accept", List.of("a", "b")), "ann"));
	}

	@Test
	void explainsUrlsOfOtherHosts() {
		explain("?url=https://other.example").expectStatus().isOk();

		assertThat(this.responses.asked()).containsExactly(ResponseQuery.get(URI.create("https://other.example/")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?url=", "?url=a", "?url=//other.example/a", "?url=ftp://a/b", "?url=http://u:p@a/b",
			"?url=/a%23b", "?url=/a%20b", "?url=/a&url=/b", "?url=/a&method=G%20T", "?url=/a&header=Accept",
			"?url=/a&header=A%0d%0aB:c", "?url=/a&headers=Accept:a" })
	void refusesToExplainWhatItDoesNotUnderstand(String query) {
		problem(explain(query), "invalid-parameter");
	}

	@Test
	void purgesWhatIsNamed() {
		purge("{\"url\":\"/a?b=1\"}").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.purged")
			.isEqualTo(SELF + "/a?b=1")
			.jsonPath("$.invalidated[0]")
			.isEqualTo("post:42")
			.jsonPath("$.entries")
			.isEqualTo(3);
		purge("{\"tag\":\"post:42\"}").expectStatus().isOk();
		purge("{\"group\":\"some scripts\"}").expectStatus().isOk();
		purge("{\"surrogateKey\":\"front\"}").expectStatus().isOk();

		assertThat(this.responses.asked()).containsExactly(new ResponseSelection.Url(URI.create(SELF + "/a?b=1")),
				new ResponseSelection.Tag(CacheTag.of("post", 42)), new ResponseSelection.Group(SELF, "some scripts"),
				new ResponseSelection.SurrogateKey("front"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "\"/a\"", "{\"url\":\"/a\",\"tag\":\"post:1\"}", "{\"uri\":\"/a\"}",
			"{\"url\":\"a\"}", "{\"url\":1}", "{\"tag\":\"42\"}", "{\"surrogateKey\":\"a b\"}", "{\"group\":\"\"}",
			"{\"url\":\"/elsewhere\"}" })
	void refusesToPurgeWhatItDoesNotUnderstand(String content) {
		problem(purge(content), "invalid-member");
	}

	@Test
	void warmsUrlsOfTheApplicationItself() {
		warm("{\"urls\":[\"/a\",\"" + SELF + "/b?c=d\"],\"headers\":{\"Accept\":\"text/plain\"}}").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$[0].url")
			.isEqualTo(SELF + "/a")
			.jsonPath("$[1].stored")
			.isEqualTo(true);

		Map<String, List<String>> headers = Map.of("Accept", List.of("text/plain"));
		assertThat(this.responses.asked()).containsExactly(
				new ResponseQuery("GET", URI.create(SELF + "/a"), headers, null),
				new ResponseQuery("GET", URI.create(SELF + "/b?c=d"), headers, null));
	}

	@Test
	void warmsWhatIsStoredByTagByGroupAndByLabel() {
		for (String subject : List.of("\"tag\":\"post:42\"", "\"group\":\"scripts\"", "\"surrogateKey\":\"front\"")) {
			warm("{" + subject + ",\"headers\":{\"Accept\":\"text/plain\"}}").expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$[0].url")
				.isEqualTo("http://here.example/a");
		}

		Map<String, List<String>> headers = Map.of("Accept", List.of("text/plain"));
		assertThat(this.responses.asked()).containsExactly(new ResponseSelection.Tag(CacheTag.of("post", 42)), headers,
				new ResponseSelection.Group(SELF, "scripts"), headers, new ResponseSelection.SurrogateKey("front"),
				headers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"headers\":{}}", "{\"url\":\"/a\"}", "{\"urls\":[\"/a\"],\"tag\":\"post:42\"}",
			"{\"tag\":\"post\"}", "{\"tag\":\"post:42\",\"group\":\"a\"}", "{\"urls\":[]}", "{\"urls\":\"/a\"}",
			"{\"urls\":[1]}", "{\"urls\":[\"/a\",\"http://169.254.169.254/latest\"]}",
			"{\"urls\":[\"//other.example/a\"]}", "{\"urls\":[\"http://here.example@other.example/\"]}",
			"{\"urls\":[\"http://here.example:81/\"]}", "{\"urls\":[\"https://here.example/\"]}",
			"{\"urls\":[\"/a\"],\"headers\":{\"Authorization\":\"x\"}}",
			"{\"urls\":[\"/a\"],\"headers\":{\"Accept\":\"a\\r\\nb\"}}" })
	void refusesToWarmWhatIsNotItsOwn(String content) {
		problem(warm(content), "invalid-member");
	}

	@Test
	void refusesToWarmMoreThanAHundred() {
		problem(warm(IntStream.range(0, 101)
			.mapToObj((i) -> "\"/a" + i + "\"")
			.collect(Collectors.joining(",", "{\"urls\":[", "]}"))), "invalid-member");
	}

	@Test
	void saysThatResponsesAreNotCached() {
		client(Map.of()).get()
			.uri(URI.create(SELF + "/api/v1/cache/explain?url=/a"))
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:freshet:problem:cache-not-found");
	}

	private void problem(ResponseSpec response, String type) {
		response.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:freshet:problem:" + type);
		assertThat(this.responses.asked()).allMatch((one) -> one instanceof ResponseSelection.Url);
	}

	private ResponseSpec explain(String query) {
		return this.client.get().uri(URI.create(SELF + "/api/v1/cache/explain" + query)).exchange();
	}

	private ResponseSpec purge(String content) {
		return post("/purge", content);
	}

	private ResponseSpec warm(String content) {
		return post("/warm", content);
	}

	private ResponseSpec post(String path, String content) {
		return this.client.post()
			.uri("/api/v1/cache" + path)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(content)
			.exchange();
	}

}
