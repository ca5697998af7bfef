package io.freshet.problems;

import java.util.Map;

import io.freshet.caching.testing.WithRealServers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@AutoConfigureWebTestClient(timeout = "30s")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import({ ProblemsIT.FailingController.class, ProblemsIT.FailingFilter.class })
class ProblemsIT {

	private static final String POSTS = "/api/v1/posts";

	@Autowired
	private WebTestClient client;

	private String token = "";

	@BeforeEach
	void logIn() {
		Map<?, ?> answer = this.client.post()
			.uri("/api/v1/auth/token")
			.bodyValue(Map.of("username", "admin", "password", "admin"))
			.exchange()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		assertThat(answer).isNotNull();
		this.token = String.valueOf(answer.get("access_token"));
	}

	@Test
	void listsEachFieldThatIsNotValid() {
		problem(post("{\"title\":\"\",\"body\":\"x\",\"tags\":[\"Not A Slug\"]}"), 400, "invalid-fields")
			.jsonPath("$.title")
			.isEqualTo("Invalid fields")
			.jsonPath("$.errors.length()")
			.isEqualTo(2)
			.jsonPath("$.errors[?(@.field == 'title')].message")
			.isEqualTo("must not be blank")
			.jsonPath("$.errors[?(@.field == 'tags[0]')].rejected")
			.isEqualTo("Not A Slug");
	}

	@Test
	void saysWhereJsonBreaksOff() {
		problem(post("{\n  \"title\": \"x\",\n  oops }"), 400, "invalid-json").jsonPath("$.at.line")
			.isEqualTo(3)
			.jsonPath("$.at.column")
			.isNumber()
			.jsonPath("$.detail")
			.value(String.class, (detail) -> assertThat(detail).doesNotContain("io.freshet"));
	}

	@Test
	void namesUnknownFieldAndThoseKnown() {
		problem(post("{\"title\":\"x\",\"body\":\"y\",\"colour\":\"red\"}"), 400, "invalid-json").jsonPath("$.at.path")
			.isEqualTo("colour")
			.jsonPath("$.detail")
			.isEqualTo("Field 'colour' is not known; known are body, tags, title");
	}

	@Test
	void saysWhatIsExpectedInsteadOfValueOfAnotherType() {
		problem(post("{\"title\":\"x\",\"body\":\"y\",\"tags\":\"red\"}"), 400, "invalid-json").jsonPath("$.at.path")
			.isEqualTo("tags")
			.jsonPath("$.detail")
			.isEqualTo("Expected a list");
	}

	@Test
	void missesTheBody() {
		problem(post(""), 400, "bad-request").jsonPath("$.detail").isEqualTo("No request body");
	}

	@ParameterizedTest
	@CsvSource({ "page=-1, page", "page=x, page", "size=0, size", "size=101, size", "sort=nothing, sort",
			"tag=Not+A+Slug, tag" })
	void saysWhatIsAllowedForParameter(String query, String parameter) {
		problem(get(POSTS + "?" + query), 400, "invalid-parameter").jsonPath("$.parameter")
			.isEqualTo(parameter)
			.jsonPath("$.allowed")
			.isNotEmpty();
	}

	@Test
	void saysWhatIsAllowedForParameterOfAnotherType() {
		problem(get("/test/number?value=many"), 400, "invalid-parameter").jsonPath("$.detail")
			.isEqualTo("Parameter 'value' is 'many' but must be a number");
	}

	@Test
	void knowsNoSuchRoute() {
		problem(get("/api/v1/nothing"), 404, "not-found").jsonPath("$.detail")
			.isEqualTo("There is nothing at /api/v1/nothing")
			.jsonPath("$.instance")
			.isEqualTo("/api/v1/nothing")
			.jsonPath("$.title")
			.isEqualTo("Not Found");
	}

	@Test
	void knowsNoSuchPost() {
		problem(get(POSTS + "/4711"), 404, "post-not-found").jsonPath("$.instance").isEqualTo(POSTS + "/4711");
	}

	@Test
	void saysWhichMethodsAreAllowed() {
		WebTestClient.ResponseSpec response = request(HttpMethod.PUT, POSTS).exchange();

		response.expectHeader().value(HttpHeaders.ALLOW, (allow) -> assertThat(allow).contains("GET", "POST"));
		problem(response, 405, "method-not-allowed");
	}

	@Test
	void refusesToAnswerInAnotherFormat() {
		problem(request(HttpMethod.GET, POSTS).accept(MediaType.IMAGE_PNG).exchange(), 406, "not-acceptable");
	}

	@Test
	void saysWhichMediaTypesAreAccepted() {
		WebTestClient.ResponseSpec response = request(HttpMethod.POST, POSTS).contentType(MediaType.TEXT_PLAIN)
			.bodyValue("hello")
			.exchange();

		response.expectHeader().valueEquals(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
		problem(response, 415, "unsupported-media-type");
	}

	@Test
	void refusesTooLargeBody() {
		problem(post("{\"title\":\"x\",\"body\":\"" + "y".repeat(300 * 1024) + "\"}"), 413, "content-too-large");
	}

	@Test
	void asksForPrecondition() {
		problem(request(HttpMethod.DELETE, POSTS + "/1").exchange(), 428, "precondition-required");
	}

	@Test
	void tellsNothingOfWhatWentWrongInside() {
		problem(get("/test/failure"), 500, "internal-error").jsonPath("$.detail")
			.value(String.class, (detail) -> assertThat(detail).doesNotContain("secret"));
	}

	@Test
	void turnsFailureOfFilterIntoProblem() {
		problem(get("/test/filter"), 500, "internal-error").jsonPath("$.instance").isEqualTo("/test/filter");
	}

	private WebTestClient.ResponseSpec get(String uri) {
		return request(HttpMethod.GET, uri).exchange();
	}

	private WebTestClient.ResponseSpec post(String body) {
		return request(HttpMethod.POST, POSTS).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
	}

	private WebTestClient.RequestBodySpec request(HttpMethod method, String uri) {
		return this.client.method(method).uri(uri).headers((headers) -> headers.setBearerAuth(this.token));
	}

	private static BodyContentSpec problem(WebTestClient.ResponseSpec response, int status, String type) {
		return response.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:freshet:problem:" + type)
			.jsonPath("$.status")
			.isEqualTo(status)
			.jsonPath("$.title")
			.isNotEmpty()
			.jsonPath("$.detail")
			.isNotEmpty()
			.jsonPath("$.instance")
			.isNotEmpty();
	}

	@RestController
	static class FailingController {

		@GetMapping("/test/failure")
		Mono<String> fail() {
			return Mono.error(new IllegalStateException("secret"));
		}

		@GetMapping("/test/number")
		Mono<String> number(@RequestParam int value) {
			return Mono.just(String.valueOf(value));
		}

	}

	static class FailingFilter implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			return exchange.getRequest().getPath().value().equals("/test/filter")
					? Mono.error(new IllegalStateException("secret")) : chain.filter(exchange);
		}

	}

}
