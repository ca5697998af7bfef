package io.freshet.loadtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * The instance under test, spoken to before and after the load. Blocks.
 */
final class Instance {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final JsonMapper JSON = new JsonMapper();

	private final HttpClient client = HttpClient.newBuilder()
		.proxy(HttpClient.Builder.NO_PROXY)
		.connectTimeout(PATIENCE)
		.build();

	private final URI url;

	private final String token;

	Instance(Settings settings) {
		this.url = settings.url();
		this.token = (settings.token() != null) ? settings.token() : issuedToken();
	}

	private String issuedToken() {
		JsonNode answer = send("POST", "/api/v1/auth/token", Map.of("username", "admin", "password", "admin"), Map.of(),
				Set.of(200));
		return answer.path("access_token").asText();
	}

	/** What a request says of who sends it. */
	String authorization() {
		return "Bearer " + this.token;
	}

	JsonNode get(String path) {
		return send("GET", path, null, Map.of("Authorization", authorization()), Set.of(200));
	}

	JsonNode create(String path, Map<String, ?> content) {
		return send("POST", path, content, Map.of("Authorization", authorization()), Set.of(201));
	}

	/** Deletes whatever is there, if it is. */
	void delete(String path) {
		send("DELETE", path, null, Map.of("Authorization", authorization(), "If-Match", "*"), Set.of(204, 404));
	}

	private JsonNode send(String method, String path, @Nullable Map<String, ?> content, Map<String, String> headers,
			Set<Integer> expected) {
		URI target = this.url.resolve(path);
		try {
			BodyPublisher body = (content != null) ? BodyPublishers.ofByteArray(JSON.writeValueAsBytes(content))
					: BodyPublishers.noBody();
			HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(PATIENCE).method(method, body);
			if (content != null) {
				request.header("Content-Type", "application/json");
			}
			headers.forEach(request::header);
			HttpResponse<byte[]> response = this.client.send(request.build(), BodyHandlers.ofByteArray());
			if (!expected.contains(response.statusCode())) {
				throw new IllegalStateException(method + " " + target + " was answered with " + response.statusCode()
						+ " instead of " + expected);
			}
			return JSON.readTree(response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"No Freshet answers at " + target + ": -Dfreshet.url=... says where one does", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + target, ex);
		}
	}

}
