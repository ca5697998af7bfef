package io.freshet.caching.measuring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that answers each line with a line: what it does with its virtual
 * machine, and what runs on behind its back, is nothing to the others.
 */
public final class Peer implements AutoCloseable {

	private final Process process;

	private final PrintStream out;

	private final BufferedReader in;

	private Peer(Process process) {
		this.process = process;
		this.out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Starts a process.
	 * @param main the class that it runs
	 * @param args what it is told
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	public static Peer start(Class<?> main, String... args) throws IOException {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-classpath",
				System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(args));
		return new Peer(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	/**
	 * Says something.
	 * @param line what
	 * @return the answer
	 */
	public String ask(String line) {
		this.out.println(line);
		return read();
	}

	/**
	 * Waits for a line.
	 * @return the line
	 */
	public String read() {
		try {
			String line = this.in.readLine();
			if (line == null) {
				throw new IllegalStateException("A process has ended");
			}
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
