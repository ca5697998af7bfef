package io.freshet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Starts Freshet for development, on a PostgreSQL and a Redis of its own:
 *
 * <pre>mvn spring-boot:test-run -pl app -am</pre>
 * <p>
 * Their data are kept in {@code .freshet} of the top folder ({@code FRESHET_DATA} names
 * another folder); the argument {@code --reset} or {@code FRESHET_RESET=true} removes
 * them. With {@code POSTGRES_HOST} or {@code REDIS_HOST} that server is used instead.
 */
public final class LocalFreshet {

	private static final int DEFAULT_PORT = 8080;

	private LocalFreshet() {
	}

	/**
	 * Starts the application.
	 * @param args {@code --reset}, and properties as those of the application
	 */
	public static void main(String[] args) {
		stopWithMaven();
		int port = Integer.parseInt(setting("SERVER_PORT", String.valueOf(DEFAULT_PORT)));
		refuseUsedPort(port);
		Path data = Path.of(setting("FRESHET_DATA", topFolder().resolve(".freshet").toString())).toAbsolutePath();
		DataFolder folder = DataFolder.lock(data);
		boolean reset = Arrays.asList(args).contains("--reset")
				|| Boolean.parseBoolean(setting("FRESHET_RESET", "false"));
		SpringApplication application = new SpringApplication(FreshetApplication.class);
		application.setDefaultProperties(Map.of("freshet.sample-data", "true", "freshet.security.token-lifetime", "12h",
				"logging.level.io.zonky", "warn"));
		application.addInitializers(new LocalServers(folder, reset));
		application.addListeners((ApplicationListener<ApplicationReadyEvent>) (ready) -> Welcome.print(
				"http://localhost:" + ready.getApplicationContext().getEnvironment().getProperty("local.server.port"),
				folder.path()));
		application.run(args);
	}

	static String setting(String name, String defaultValue) {
		String value = System.getProperty(name, System.getenv(name));
		return (value != null && !value.isBlank()) ? value : defaultValue;
	}

	/** The working folder is that of this module when Maven starts it. */
	private static Path topFolder() {
		Path here = Path.of("").toAbsolutePath();
		Path above = here.getParent();
		return (above != null && Files.isDirectory(above.resolve("modules"))) ? above : here;
	}

	/** Whoever kills Maven means this process too. */
	private static void stopWithMaven() {
		ProcessHandle.current()
			.parent()
			.filter((parent) -> parent.info().command().filter((command) -> command.endsWith("java")).isPresent())
			.ifPresent((maven) -> {
				Thread watch = new Thread(() -> {
					maven.onExit().join();
					System.exit(0);
				}, "End of Maven");
				watch.setDaemon(true);
				watch.start();
			});
	}

	private static void refuseUsedPort(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(port));
		}
		catch (IOException ex) {
			giveUp("Port " + port + " is in use, perhaps by another Freshet."
					+ " Stop what uses it, or choose another port: SERVER_PORT=" + (port + 1));
		}
	}

	static void giveUp(String reason) {
		System.err.println("\n" + reason + "\n");
		System.exit(1);
	}

}
