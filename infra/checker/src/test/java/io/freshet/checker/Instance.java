package io.freshet.checker;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.freshet.caching.testing.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * An instance of the application in a process of its own, with a proxy between it and
 * each of its servers.
 */
final class Instance implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(10);

	private static final Duration ANSWER = Duration.ofSeconds(5);

	/** There are several on one machine, which are restarted again and again. */
	private static final List<String> STARTS_FAST = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	private final int number;

	private final int port = Ports.free();

	private final Proxy postgres;

	private final Proxy redis;

	private final Settings settings;

	private final Map<String, String> environment;

	private final List<String> options;

	private @Nullable Process process;

	private volatile String token = "";

	Instance(int number, Proxy postgres, Proxy redis, Settings settings, Map<String, String> environment) {
		this(number, postgres, redis, settings, environment, STARTS_FAST);
	}

	/**
	 * Makes an instance that does not run.
	 * @param options those of its virtual machine
	 */
	Instance(int number, Proxy postgres, Proxy redis, Settings settings, Map<String, String> environment,
			List<String> options) {
		this.number = number;
		this.postgres = postgres;
		this.redis = redis;
		this.settings = settings;
		this.environment = environment;
		this.options = options;
	}

	int number() {
		return this.number;
	}

	/** Returns whether it may answer with what is old, if it says so. */
	boolean isAvailable() {
		return this.number >= this.settings.instances() - this.settings.available();
	}

	int port() {
		return this.port;
	}

	Proxy postgres() {
		return this.postgres;
	}

	Proxy redis() {
		return this.redis;
	}

	String authorization() {
		return "Bearer " + this.token;
	}

	synchronized void start() {
		Path log = this.settings.directory().resolve("instance-" + this.number + ".log");
		ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
		builder.environment()
			.putAll(Map.of("SERVER_PORT", String.valueOf(this.port), "POSTGRES_HOST", "localhost", "POSTGRES_PORT",
					String.valueOf(this.postgres.port()), "REDIS_HOST", "localhost", "REDIS_PORT",
					String.valueOf(this.redis.port())));
		builder.environment().putAll(this.environment);
		if (isAvailable()) {
			builder.environment().put("FRESHET_CACHING_CONSISTENCY", "available");
		}
		try {
			Files.deleteIfExists(crashFile());
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> command() {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.options);
		command.addAll(List.of("-Djdk.attach.allowAttachSelf=true", "-Dchecker.crash=" + crashFile()));
		Defence off = this.settings.off();
		if (off != null && !this.settings.control()) {
			command.add("-Dchecker.off=" + off);
		}
		command.addAll(List.of("-cp", classPath(), CheckedInstance.class.getName()));
		return command;
	}

	/**
	 * The tests of the caching module have applications of their own, which would be
	 * found.
	 */
	private String classPath() {
		String libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.endsWith("-tests.jar")
					&& !entry.endsWith(Path.of("modules", "caching", "target", "test-classes").toString()))
			.collect(Collectors.joining(File.pathSeparator));
		return this.settings.application() + File.pathSeparator + libraries;
	}

	private Path crashFile() {
		return this.settings.directory().resolve("crash-" + this.number);
	}

	/** Has the process end after its next commit, before it does anything about it. */
	void crashAfterCommit() throws IOException {
		Files.writeString(crashFile(), "");
	}

	/** Returns whether the process ends in time. */
	synchronized boolean awaitEnd(Duration patience) throws InterruptedException {
		Process running = this.process;
		return running == null || running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Returns the CPU time that the process has taken since its start. */
	synchronized Duration cpuTime() {
		Process running = this.process;
		if (running == null) {
			throw new IllegalStateException("Instance " + this.number + " was not started");
		}
		return running.info()
			.totalCpuDuration()
			.orElseThrow(() -> new IllegalStateException("Instance " + this.number + " has no CPU time"));
	}

	synchronized void signal(String signal) {
		Process running = this.process;
		if (running != null) {
			Command.run("sh", "-c", "kill -" + signal + " " + running.pid());
		}
	}

	synchronized void kill() {
		Process running = this.process;
		if (running != null) {
			running.destroyForcibly().onExit().join();
		}
	}

	/**
	 * Waits until a request is answered, by the database too, and gets a token of this
	 * life of the instance.
	 */
	void awaitAnswer(String target) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!answers(target)) {
			Process running = this.process;
			if (System.nanoTime() > deadline || running == null || !running.isAlive()) {
				throw new IllegalStateException("Instance " + this.number + " does not answer, see "
						+ this.settings.directory().resolve("instance-" + this.number + ".log"));
			}
			Pause.of(Duration.ofMillis(100));
		}
	}

	private boolean answers(String target) {
		try (HttpConnection connection = new HttpConnection(this.port, ANSWER)) {
			Request credentials = Request.of("POST", "/api/v1/auth/token",
					"{\"username\": \"admin\", \"password\": \"admin\"}");
			this.token = connection.send(credentials).json().path("access_token").asString();
			return connection.send(Request.get("/health")).status() == 200 && connection
				.send(Request.get(target).with("Authorization", authorization()).with("Cache-Control", "no-store"))
				.status() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		kill();
		this.postgres.close();
		this.redis.close();
	}

}
