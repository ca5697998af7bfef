package io.freshet;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.RealServers;
import io.freshet.caching.testing.RedisServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * An instance of the application that a test starts and stops itself, beside others if it
 * likes.
 */
public final class Instance implements AutoCloseable {

	/** An offer to speak HTTP/2 would pass the cache by. */
	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final ConfigurableApplicationContext context;

	private Instance(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Returns the settings that name the shared servers, with databases of their own.
	 */
	public static Map<String, String> newServers() {
		RedisServer redis = RedisServer.shared();
		return newServers(redis, redis.newDatabase());
	}

	/** Returns the same with another Redis. */
	public static Map<String, String> newServers(RedisServer redis, int database) {
		PostgresServer postgres = PostgresServer.shared();
		Map<String, String> servers = new HashMap<>(RealServers.properties(postgres, postgres.newDatabase()));
		servers.putAll(RealServers.properties(redis, database));
		return servers;
	}

	/**
	 * Starts one.
	 * @param servers the settings that name its servers
	 * @param settings others, as name=value
	 * @return the instance, to be closed
	 */
	public static Instance start(Map<String, String> servers, String... settings) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0"));
		servers.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		List.of(settings).forEach((setting) -> arguments.add("--" + setting));
		return new Instance(new SpringApplicationBuilder(FreshetApplication.class).registerShutdownHook(false)
			.initializers((GenericApplicationContext context) -> context.registerBean(ReactorResourceFactory.class,
					Instance::ownResources))
			.run(arguments.toArray(String[]::new)));
	}

	/** One that stops must not take the event loops of others in this JVM with it. */
	private static ReactorResourceFactory ownResources() {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		return resources;
	}

	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/** Returns what a type of the application is served by. */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** Signs the administrator in. */
	public String token() {
		HttpRequest request = request("/api/v1/auth/token").header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"username\": \"admin\", \"password\": \"admin\"}"))
			.build();
		return JSON.readTree(send(request, BodyHandlers.ofString()).body()).path("access_token").asString();
	}

	public HttpResponse<String> get(String path) {
		return send(request(path).build(), BodyHandlers.ofString());
	}

	/** Asks as somebody; the answer is read by whoever asks. */
	public HttpResponse<InputStream> open(String path, String token) {
		return send(request(path).header("Authorization", "Bearer " + token).build(), BodyHandlers.ofInputStream());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
	}

	private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
		try {
			return HTTP.send(request, body);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Stops it as an operator does. */
	@Override
	public void close() {
		this.context.close();
	}

}
