package io.freshet.checker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * What a run is made of.
 *
 * @param instances the number of instances
 * @param available how many of them, the last ones, put availability first
 * @param duration how long each fault lasts
 * @param readers the number of readers
 * @param writers the number of writers
 * @param rows the number of rows
 * @param faults the names of the faults, in their order
 * @param off the defence that is switched off
 * @param control whether that defence is left on after all, all else being equal
 * @param bound the time after which no instance may answer with an old version
 * @param application the folder with the classes of the application
 * @param directory where data and logs go
 */
record Settings(int instances, int available, Duration duration, int readers, int writers, int rows,
		List<String> faults, @Nullable Defence off, boolean control, Duration bound, Path application, Path directory) {

	private static final String PREFIX = "checker.";

	static Settings ofSystemProperties() {
		String offName = text("off", "none");
		Defence off = offName.equals("none") ? null : Defence.of(offName);
		String faults = text("faults", (off != null) ? off.fault() : "all");
		return new Settings(number("instances", 3), number("available", 1),
				DurationStyle.detectAndParse(text("duration", "30s")),
				number("readers", (off != null) ? off.readers() : 9),
				number("writers", (off != null) ? off.writers() : 3), number("rows", (off != null) ? off.rows() : 30),
				faults.equals("all") ? Fault.names() : Arrays.asList(faults.split(",")), off,
				Boolean.parseBoolean(text("control", "false")), DurationStyle.detectAndParse(text("bound", "250ms")),
				Path.of(text("application", "app/target/classes")).toAbsolutePath().normalize(),
				Path.of(text("directory", "infra/checker/target/checker")).toAbsolutePath().normalize());
	}

	/** What Maven passes on without knowing it is left as it was written. */
	private static String text(String name, String defaultValue) {
		String value = System.getProperty(PREFIX + name, "");
		return (value.isEmpty() || value.startsWith("${")) ? defaultValue : value;
	}

	private static int number(String name, int defaultValue) {
		return Integer.parseInt(text(name, String.valueOf(defaultValue)));
	}

	/** Returns whether a violation is what the run is to find. */
	boolean expectsViolations() {
		return this.off != null && !this.control;
	}

}
