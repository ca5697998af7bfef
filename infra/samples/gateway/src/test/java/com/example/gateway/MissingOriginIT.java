package com.example.gateway;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * The gateway where nobody listens.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "origin=http://localhost:1")
class MissingOriginIT {

	@LocalServerPort
	private int port;

	@Test
	void answers502() {
		WebTestClient client = WebTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();

		client.get().uri("/").exchange().expectStatus().isEqualTo(HttpStatus.BAD_GATEWAY).expectBody().returnResult();
	}

}
