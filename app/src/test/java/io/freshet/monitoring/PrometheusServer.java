package io.freshet.monitoring;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

/**
 * The Prometheus of this machine with the configuration of this repository, in which only
 * the address of the application and the intervals are others.
 */
final class PrometheusServer implements AutoCloseable {

	static final Path FOLDER = Path.of("..", "infra", "prometheus");

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newHttpClient();

	private final Path data;

	private final int port;

	private final Process process;

	private PrometheusServer(Path data, int port, Process process) {
		this.data = data;
		this.port = port;
		this.process = process;
	}

	/**
	 * Starts a server.
	 * @param application the port of the application
	 */
	static PrometheusServer scraping(int application) throws IOException {
		Path data = Files.createTempDirectory("freshet-prometheus");
		Files.copy(FOLDER.resolve("alerts.yml"), data.resolve("alerts.yml"));
		Path configuration = Files.writeString(data.resolve("prometheus.yml"), configuration(application));
		int port = freePort();
		Process process = new ProcessBuilder(program("prometheus"), "--config.file=" + configuration,
				"--storage.tsdb.path=" + data.resolve("data"), "--web.listen-address=127.0.0.1:" + port,
				"--log.level=warn")
			.redirectErrorStream(true)
			.redirectOutput(data.resolve("log").toFile())
			.start();
		return new PrometheusServer(data, port, process);
	}

	@SuppressWarnings("unchecked")
	private static String configuration(int application) throws IOException {
		Yaml yaml = new Yaml();
		Map<String, Object> configuration = yaml.load(Files.readString(FOLDER.resolve("prometheus.yml")));
		configuration.put("global", Map.of("scrape_interval", "5s", "evaluation_interval", "1s"));
		Map<String, Object> job = ((List<Map<String, Object>>) Objects
			.requireNonNull(configuration.get("scrape_configs"))).get(0);
		job.remove("dns_sd_configs");
		job.put("static_configs", List.of(Map.of("targets", List.of("localhost:" + application))));
		return yaml.dump(configuration);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * Runs the tool that comes with it, and returns what it says if it is not content.
	 */
	static String promtool(String... arguments) throws IOException, InterruptedException {
		Path said = Files.createTempFile("freshet-promtool", ".log");
		try {
			ProcessBuilder builder = new ProcessBuilder(program("promtool")).redirectErrorStream(true)
				.redirectOutput(said.toFile())
				.directory(FOLDER.toFile());
			builder.command().addAll(Arrays.asList(arguments));
			Process process = builder.start();
			if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				process.destroyForcibly();
				return "It did not end";
			}
			return (process.exitValue() == 0) ? "" : Files.readString(said);
		}
		finally {
			Files.delete(said);
		}
	}

	private static String program(String name) {
		String folder = System.getenv("FRESHET_PROMETHEUS");
		String path = (folder != null) ? folder : Objects.requireNonNullElse(System.getenv("PATH"), "");
		return Arrays.stream(path.split(File.pathSeparator))
			.map((entry) -> Path.of(entry, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The tests of alerts and of Grafana's dashboard need '" + name
					+ "': install Prometheus "
					+ "(Debian's package 'prometheus'), or name the folder of its programs with FRESHET_PROMETHEUS"))
			.toString();
	}

	/**
	 * Asks for the value of an expression.
	 * @return the samples; an error of the caller if it is none
	 */
	JsonNode query(String expression) throws IOException, InterruptedException {
		JsonNode answer = get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
		if (!answer.path("status").asString().equals("success")) {
			throw new IllegalArgumentException(expression + ": " + answer.path("error").asString());
		}
		return answer.path("data").path("result");
	}

	/**
	 * Returns why the application could not be read the last time, nothing if it could.
	 */
	String scrapeError() throws IOException, InterruptedException {
		JsonNode target = get("targets").path("data").path("activeTargets").path(0);
		return target.path("health").asString("unknown").equals("up") ? "" : target.toString();
	}

	/** Returns the rules as the server has read and evaluated them. */
	JsonNode rules() throws IOException, InterruptedException {
		return get("rules").path("data").path("groups").path(0).path("rules");
	}

	private JsonNode get(String target) throws IOException, InterruptedException {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("Prometheus has ended:\n" + Files.readString(this.data.resolve("log")));
		}
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/api/v1/" + target))
			.timeout(PATIENCE)
			.build();
		return JSON.readTree(this.http.send(request, BodyHandlers.ofString()).body());
	}

	@Override
	public void close() throws IOException {
		this.process.destroy();
		this.process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
		FileSystemUtils.deleteRecursively(this.data);
	}

}
