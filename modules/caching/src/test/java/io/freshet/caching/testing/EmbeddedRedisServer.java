package io.freshet.caching.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

import org.springframework.util.FileSystemUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Redis in a process of this machine. Where {@code setsid} is there, it is in a session
 * of its own: a {@code Ctrl-C} in the terminal does not reach it before the application
 * has let go.
 */
final class EmbeddedRedisServer implements RedisServer {

	private static final SingletonSupplier<File> program = SingletonSupplier.of(EmbeddedRedisServer::extractProgram);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String PID_FILE = "redis.pid";

	private final Path directory;

	private final boolean temporary;

	private final int port;

	private final List<String> options;

	private @Nullable Process process;

	private EmbeddedRedisServer(Path directory, boolean temporary, int port, List<String> options) {
		this.directory = directory;
		this.temporary = temporary;
		this.port = port;
		this.options = options;
		start();
	}

	static EmbeddedRedisServer temporary() {
		return temporary(LocalPort.find());
	}

	/**
	 * Starts a server with options of its own.
	 * @param port its port
	 * @param options the options, a configuration file first if there is one
	 * @return a running server without data
	 */
	static EmbeddedRedisServer temporary(int port, String... options) {
		try {
			return new EmbeddedRedisServer(Files.createTempDirectory("freshet-redis"), true, port, List.of(options));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static EmbeddedRedisServer keepingDataIn(Path directory) {
		stopLeftOver(directory);
		return new EmbeddedRedisServer(directory, false, LocalPort.find(), List.of());
	}

	static void stopLeftOver(Path directory) {
		LeftOver.stop(directory.resolve(PID_FILE), "redis-server", "TERM");
	}

	private static File extractProgram() {
		try {
			return ExecutableProvider.newJarResourceProvider().get();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public synchronized void start() {
		if (this.process != null) {
			return;
		}
		try {
			Files.createDirectories(this.directory);
			File log = this.directory.resolve("redis.log").toFile();
			this.process = new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log).start();
			awaitAnswer(this.process, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> command() {
		List<String> command = new ArrayList<>();
		if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
			command.add("/usr/bin/setsid");
		}
		command.add(program.obtain().getPath());
		command.addAll(this.options);
		command
			.addAll(List.of("--port", String.valueOf(this.port), "--bind", "127.0.0.1", "--requirepass", password()));
		command.addAll(List.of("--dir", this.directory.toString(), "--pidfile", PID_FILE, "--appendonly", "yes"));
		command.addAll(List.of("--save", "", "--databases", String.valueOf(DATABASES)));
		return command;
	}

	private void awaitAnswer(Process started, File log) throws IOException {
		RedisPing ping = new RedisPing(host(), this.port, password());
		Instant deadline = Instant.now().plus(PATIENCE);
		try {
			while (!ping.isAnswered()) {
				boolean ended = started.waitFor(20, TimeUnit.MILLISECONDS);
				if (ended || Instant.now().isAfter(deadline)) {
					throw new IllegalStateException("Redis did not start:\n" + Files.readString(log.toPath()));
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized void startEmpty() {
		if (this.process == null) {
			FileSystemUtils.deleteRecursively(this.directory.toFile());
		}
		start();
	}

	@Override
	public synchronized void kill() {
		if (this.process != null) {
			awaitEnd(this.process.destroyForcibly());
			this.process = null;
		}
	}

	@Override
	public synchronized void pause() {
		signal("STOP");
	}

	@Override
	public synchronized void resume() {
		signal("CONT");
	}

	private void signal(String signal) {
		if (this.process != null) {
			LeftOver.signal(this.process.pid(), signal);
		}
	}

	@Override
	public synchronized void close() {
		if (this.process != null) {
			resume();
			this.process.destroy();
			awaitEnd(this.process);
			this.process = null;
		}
		if (this.temporary) {
			FileSystemUtils.deleteRecursively(this.directory.toFile());
		}
	}

	private static void awaitEnd(Process ending) {
		try {
			if (!ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				ending.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
