package io.freshet.admin.web;

import org.junit.jupiter.api.Test;

import org.springframework.test.web.reactive.server.WebTestClient;

class AdminEntryControllerTests {

	@Test
	void leadsToTheDocumentation() {
		WebTestClient client = WebTestClient.bindToController(new AdminEntryController()).build();

		client.get().uri("/admin").exchange().expectStatus().isFound().expectHeader().valueEquals("Location", "/docs");
	}

}
