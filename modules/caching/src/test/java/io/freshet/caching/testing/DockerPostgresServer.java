package io.freshet.caching.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import org.rnorth.ducttape.unreliables.Unreliables;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * PostgreSQL in a container. Its port on this machine is fixed, because a container that
 * starts again would be given another.
 */
final class DockerPostgresServer implements PostgresServer {

	private static final String IMAGE = "postgres:18-alpine";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final int port = LocalPort.find();

	private final PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);

	DockerPostgresServer() {
		this.container.withUsername(username()).withPassword(password()).withDatabaseName(database());
		this.container.setCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
		this.container.setPortBindings(List.of(this.port + ":5432"));
		this.container.start();
		awaitAnswer();
	}

	@Override
	public String host() {
		return this.container.getHost();
	}

	@Override
	public int port() {
		return this.port;
	}

	/** In an orderly way, but without waiting for clients to leave. */
	@Override
	public void stop() {
		docker().killContainerCmd(id()).withSignal("SIGINT").exec();
		Unreliables.retryUntilTrue((int) PATIENCE.toSeconds(), TimeUnit.SECONDS, () -> !isRunning());
	}

	@Override
	public void start() {
		docker().startContainerCmd(id()).exec();
		awaitAnswer();
	}

	@Override
	public void pause() {
		docker().pauseContainerCmd(id()).exec();
	}

	@Override
	public void resume() {
		if (Boolean.TRUE.equals(state().getPaused())) {
			docker().unpauseContainerCmd(id()).exec();
		}
	}

	private boolean isRunning() {
		return Boolean.TRUE.equals(state().getRunning());
	}

	private InspectContainerResponse.ContainerState state() {
		return docker().inspectContainerCmd(id()).exec().getState();
	}

	private DockerClient docker() {
		return this.container.getDockerClient();
	}

	private String id() {
		return this.container.getContainerId();
	}

	private void awaitAnswer() {
		Unreliables.retryUntilTrue((int) PATIENCE.toSeconds(), TimeUnit.SECONDS, this::isAnswering);
	}

	private boolean isAnswering() {
		try (Connection connection = dataSource(database()).getConnection()) {
			return connection.isValid(1);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		resume();
		this.container.stop();
	}

}
