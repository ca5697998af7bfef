package io.freshet;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log that the application writes when it is asked for JSON, see
 * docs/traces-and-logs.md. It runs as it is delivered: tests log by settings of their
 * own.
 */
@Timeout(180)
class StructuredLogIT {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	@Test
	void tellsOfAClearingInOneLineThatToolsRead() throws IOException, InterruptedException {
		Process process = start("--logging.structured.format.console=ecs", "--spring.reactor.context-propagation=auto",
				"--management.tracing.sampling.probability=1");
		try (BufferedReader log = process.inputReader()) {
			String started = next(log, "Netty started on port").path("message").asString();
			String base = "http://localhost:" + started.replaceAll("\\D+", "");
			String token = JSON
				.readTree(send(HttpRequest.newBuilder(URI.create(base + "/api/v1/auth/token"))
					.header("Content-Type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString("{\"username\": \"admin\", \"password\": \"admin\"}"))))
				.path("access_token")
				.asString();

			send(HttpRequest.newBuilder(URI.create(base + "/api/v1/cache/clear?pattern=nobody:*"))
				.header("Authorization", "Bearer " + token)
				.DELETE());

			JsonNode line = next(log, "cleared 'nobody:*'");
			assertThat(line.path("@timestamp").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
			assertThat(line.path("log").path("level").asString()).isEqualTo("INFO");
			assertThat(line.path("log").path("logger").asString()).isEqualTo("io.freshet.admin.web.CacheController");
			assertThat(line.path("service").path("name").asString()).isEqualTo("freshet");
			assertThat(line.path("message").asString()).isEqualTo("admin cleared 'nobody:*': 0 entries");
			assertThat(line.path("traceId").asString()).as(line.toString()).matches("[0-9a-f]{32}");
			assertThat(line.path("spanId").asString()).matches("[0-9a-f]{16}");
		}
		finally {
			process.destroy();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static Process start(String... settings) throws IOException {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
				"-Xmx256m", "-jar", Path.of("target", "freshet.jar").toString(), "--server.port=0"));
		Instance.newServers().forEach((name, value) -> command.add("--" + name + "=" + value));
		command.addAll(List.of(settings));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
	}

	private static JsonNode next(BufferedReader log, String message) throws IOException {
		while (true) {
			String line = Objects.requireNonNull(log.readLine(), () -> "The log ended without '" + message + "'");
			if (line.contains(message)) {
				return JSON.readTree(line);
			}
		}
	}

	private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString()).body();
	}

}
