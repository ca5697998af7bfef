package io.freshet.caching.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Server processes that outlived the JVM that started them, found by the file in which
 * they noted their process id.
 */
final class LeftOver {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private LeftOver() {
	}

	/**
	 * Stops the process that a file names, if it still runs and is what it should be.
	 * @param pidFile the file, its first line the process id; the server removes it when
	 * it ends well
	 * @param program how the file name of the program begins
	 * @param signal the signal that makes the program end well
	 */
	static void stop(Path pidFile, String program, String signal) {
		find(pidFile).filter((process) -> runs(process, program)).ifPresent((process) -> {
			signal(process.pid(), signal);
			awaitEnd(process, pidFile);
		});
		delete(pidFile);
	}

	static void signal(long pid, String signal) {
		try {
			new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	static Optional<ProcessHandle> find(Path pidFile) {
		try {
			if (!Files.exists(pidFile)) {
				return Optional.empty();
			}
			List<String> lines = Files.readAllLines(pidFile);
			return lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0).trim()));
		}
		catch (NumberFormatException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean runs(ProcessHandle process, String program) {
		return process.info()
			.command()
			.map((command) -> Path.of(command).getFileName().toString())
			.filter((name) -> name.startsWith(program))
			.isPresent();
	}

	/** An ended process that nobody waits for still looks alive, its file does not. */
	private static void awaitEnd(ProcessHandle process, Path pidFile) {
		Instant deadline = Instant.now().plus(PATIENCE);
		while (Files.exists(pidFile) && Instant.now().isBefore(deadline)) {
			try {
				process.onExit().get(50, TimeUnit.MILLISECONDS);
				return;
			}
			catch (TimeoutException ex) {
				// Look at the file again.
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
		if (Files.exists(pidFile)) {
			process.destroyForcibly();
		}
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
