package io.freshet.loadtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A command of the operating system that does something to the servers behind the
 * instance; run by a shell.
 *
 * @param line the command
 */
record OutsideCommand(String line) {

	private static final long PATIENCE_SECONDS = 60;

	static OutsideCommand ofSystemProperty(String name) {
		String line = System.getProperty(name, "");
		if (line.isBlank()) {
			throw new IllegalArgumentException("-D" + name + "=\"...\" must say which command to run");
		}
		return new OutsideCommand(line);
	}

	/** Runs the command; completes with whether it succeeded. */
	CompletableFuture<Boolean> run() {
		return CompletableFuture.supplyAsync(this::runAndWait);
	}

	private boolean runAndWait() {
		try {
			// Not the pipes of this process: a server that the command starts would hold
			// them open.
			Process process = new ProcessBuilder("sh", "-c", this.line).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			boolean succeeded = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
			System.out.println((succeeded ? "Done: " : "FAILED: ") + this.line);
			return succeeded;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run " + this.line, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + this.line, ex);
		}
	}

}
