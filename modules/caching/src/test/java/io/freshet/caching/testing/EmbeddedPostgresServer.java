package io.freshet.caching.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * PostgreSQL in a process of this machine. It is in a process group of its own: a
 * {@code Ctrl-C} in the terminal does not reach it before the application has let go.
 */
final class EmbeddedPostgresServer implements PostgresServer {

	private static final String PID_FILE = "postmaster.pid";

	private final Path directory;

	private final boolean temporary;

	private final int port = LocalPort.find();

	private @Nullable EmbeddedPostgres postgres;

	private EmbeddedPostgresServer(Path directory, boolean temporary) {
		this.directory = directory;
		this.temporary = temporary;
		start();
	}

	static EmbeddedPostgresServer temporary() {
		try {
			return new EmbeddedPostgresServer(Files.createTempDirectory("freshet-postgres"), true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static EmbeddedPostgresServer keepingDataIn(Path directory) {
		stopLeftOver(directory);
		return new EmbeddedPostgresServer(directory, false);
	}

	static void stopLeftOver(Path directory) {
		LeftOver.stop(directory.resolve(PID_FILE), "postgres", "INT");
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public synchronized void start() {
		try {
			// What a test leaves behind needs no care for a power cut.
			this.postgres = EmbeddedPostgres.builder()
				.setPort(this.port)
				.setDataDirectory(this.directory)
				.setCleanDataDirectory(false)
				.setRegisterShutdownHook(false)
				.setServerConfig("max_connections", "300")
				.setServerConfig("fsync", this.temporary ? "off" : "on")
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("PostgreSQL did not start in " + this.directory, ex);
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

	/** First the one that starts the others. */
	private void signal(String signal) {
		LeftOver.find(this.directory.resolve(PID_FILE)).ifPresent((first) -> {
			LeftOver.signal(first.pid(), signal);
			first.children().forEach((other) -> LeftOver.signal(other.pid(), signal));
		});
	}

	@Override
	public synchronized void stop() {
		if (this.postgres == null) {
			return;
		}
		resume();
		try {
			this.postgres.close();
			this.postgres = null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		stop();
		if (this.temporary) {
			FileSystemUtils.deleteRecursively(this.directory.toFile());
		}
	}

}
