package io.freshet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;

import tools.jackson.databind.json.JsonMapper;

/**
 * What the local start says when it is done.
 */
final class Welcome {

	private Welcome() {
	}

	static void print(String base, Path data) {
		System.out.println(text(base, data, token(base)));
	}

	private static Optional<String> token(String base) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/v1/auth/token"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"username\":\"admin\",\"password\":\"admin\"}"))
			.build();
		try {
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(request, HttpResponse.BodyHandlers.ofString());
			return (response.statusCode() == 200)
					? Optional.of(new JsonMapper().readTree(response.body()).path("access_token").asString())
					: Optional.empty();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
	}

	private static String text(String base, Path data, Optional<String> token) {
		return """

				Freshet is running. Stop it with Ctrl-C; its data stay in %2$s.

				  API            %1$s/api/v1/posts  %1$s/api/v1/tags
				  Documentation  %1$s/docs
				  Dashboard      %1$s/admin (sign in as admin with the password admin)
				  Health         %1$s/health  Metrics %1$s/metrics

				An administrator's token, good for 12 hours:

				  export TOKEN=%3$s

				Ask twice, write, ask again: MISS, HIT, MISS (a HIT first if you did so in the last five minutes).

				  curl -si %1$s/api/v1/posts/1 | grep -i ^x-cache
				  curl -si %1$s/api/v1/posts/1 | grep -i ^x-cache
				  curl -so /dev/null -X PATCH %1$s/api/v1/posts/1 -H "Authorization: Bearer $TOKEN" \
				-H "If-Match: $(curl -si %1$s/api/v1/posts/1 | tr -d '\\r' | awk 'tolower($1) == "etag:" {print $2}')" \
				-H "Content-Type: application/merge-patch+json" -d "{\\"title\\":\\"Changed at $(date +%%T)\\"}" \
				&& curl -si %1$s/api/v1/posts/1 | grep -i ^x-cache
				""".formatted(base, data, token.orElse("<of the issuer that is configured>"));
	}

}
