package io.freshet.tags.web;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Speaks JSON and conditional requests to the resources below a path.
 *
 * @param client the client
 * @param path the path of the collection
 */
record ResourceClient(WebTestClient client, String path) {

	ResourceClient {
		client = client.mutate().filter(ResourceClient::readingAll).build();
	}

	/**
	 * Reads each body, even where a test looks at the status alone: what nobody reads is
	 * never released.
	 */
	private static Mono<ClientResponse> readingAll(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request)
			.flatMap((response) -> response.bodyToMono(byte[].class)
				.defaultIfEmpty(new byte[0])
				.map((body) -> response.mutate()
					.body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)))
					.build()));
	}

	ResponseSpec list(String query) {
		return this.client.get().uri(this.path + "?" + query).exchange();
	}

	List<Map<?, ?>> items(String query) {
		Map<?, ?> page = list(query).expectStatus().isOk().expectBody(Map.class).returnResult().getResponseBody();
		assertThat(page).isNotNull();
		return ((List<?>) page.get("items")).stream().<Map<?, ?>>map((item) -> (Map<?, ?>) item).toList();
	}

	ResponseSpec get(Object id) {
		return this.client.get().uri(this.path + "/{id}", id).exchange();
	}

	ResponseSpec getUnless(Object id, String etag) {
		return this.client.get().uri(this.path + "/{id}", id).header(HttpHeaders.IF_NONE_MATCH, etag).exchange();
	}

	ResponseSpec post(String body) {
		return this.client.post().uri(this.path).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange();
	}

	ResponseSpec put(Object id, @Nullable String condition, String body) {
		return write(HttpMethod.PUT, id, condition, MediaType.APPLICATION_JSON_VALUE, body);
	}

	ResponseSpec patch(Object id, @Nullable String condition, String body) {
		return patch(id, condition, "application/merge-patch+json", body);
	}

	ResponseSpec patch(Object id, @Nullable String condition, String mediaType, String body) {
		return write(HttpMethod.PATCH, id, condition, mediaType, body);
	}

	private ResponseSpec write(HttpMethod method, Object id, @Nullable String condition, String mediaType,
			String body) {
		return this.client.method(method)
			.uri(this.path + "/{id}", id)
			.headers((headers) -> set(headers, condition))
			.contentType(MediaType.parseMediaType(mediaType))
			.bodyValue(body)
			.exchange();
	}

	ResponseSpec delete(Object id, @Nullable String condition) {
		return this.client.delete()
			.uri(this.path + "/{id}", id)
			.headers((headers) -> set(headers, condition))
			.exchange();
	}

	private static void set(HttpHeaders headers, @Nullable String condition) {
		if (condition != null) {
			headers.set(HttpHeaders.IF_MATCH, condition);
		}
	}

	String etag(Object id) {
		return etag(get(id).expectStatus().isOk().expectBody().returnResult());
	}

	static String etag(EntityExchangeResult<?> result) {
		String etag = result.getResponseHeaders().getETag();
		assertThat(etag).as("ETag").isNotNull().startsWith("\"");
		return etag;
	}

	static BodyContentSpec problem(ResponseSpec response, int status, String type) {
		return response.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:freshet:problem:" + type)
			.jsonPath("$.status")
			.isEqualTo(status)
			.jsonPath("$.title")
			.isNotEmpty()
			.jsonPath("$.detail")
			.isNotEmpty();
	}

}
