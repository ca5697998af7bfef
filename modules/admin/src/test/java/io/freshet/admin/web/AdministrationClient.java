package io.freshet.admin.web;

import java.net.URI;

import io.freshet.admin.audit.AuditTrail;
import io.freshet.admin.audit.AuditedActions;
import io.freshet.caching.administration.CacheAdministration;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/**
 * Speaks to the controller as an administrator does.
 *
 * @param client the client
 */
record AdministrationClient(WebTestClient client) {

	/** A client of somebody whom nobody knows. */
	static AdministrationClient of(CacheAdministration administration) {
		return new AdministrationClient(WebTestClient
			.bindToController(new CacheController(administration, new AuditedActions(new RecordingTrail())))
			.controllerAdvice(new CacheProblems())
			.build());
	}

	/** A client of somebody known. */
	static AdministrationClient of(CacheAdministration administration, String name) {
		return of(administration, name, new RecordingTrail());
	}

	/** A client of somebody known, whose doings are audited. */
	static AdministrationClient of(CacheAdministration administration, String name, AuditTrail trail) {
		return new AdministrationClient(WebTestClient
			.bindToController(new CacheController(administration, new AuditedActions(trail)))
			.controllerAdvice(new CacheProblems())
			.webFilter((exchange, chain) -> chain.filter(exchange.mutate().principal(Mono.just(() -> name)).build()))
			.build());
	}

	ResponseSpec stats() {
		return this.client.get().uri("/api/v1/cache/stats").exchange();
	}

	ResponseSpec clear(String query) {
		return request(query).exchange();
	}

	ResponseSpec clear(String query, String content) {
		return request(query).contentType(MediaType.APPLICATION_JSON).bodyValue(content).exchange();
	}

	/** The query goes out as it is: no template is expanded, nothing is encoded. */
	private RequestBodySpec request(String query) {
		return this.client.method(HttpMethod.DELETE).uri(URI.create("/api/v1/cache/clear" + query));
	}

	static BodyContentSpec problem(ResponseSpec response) {
		return response.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:freshet:problem:invalid-parameter")
			.jsonPath("$.status")
			.isEqualTo(400);
	}

}
