package io.freshet.caching.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.DockerClient;
import com.redis.testcontainers.RedisContainer;
import org.rnorth.ducttape.unreliables.Unreliables;

/**
 * Redis in a container. Its port on this machine is fixed, because a container that
 * starts again would be given another.
 */
final class DockerRedisServer implements RedisServer {

	private static final String IMAGE = "redis:8-alpine";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final int port = LocalPort.find();

	private RedisContainer container = createContainer();

	DockerRedisServer() {
		this.container.start();
		awaitAnswer();
	}

	private RedisContainer createContainer() {
		RedisContainer created = new RedisContainer(IMAGE);
		created.setCommand("redis-server", "--requirepass", password(), "--appendonly", "yes", "--save", "",
				"--databases", String.valueOf(DATABASES));
		created.setPortBindings(List.of(this.port + ":6379"));
		return created;
	}

	@Override
	public String host() {
		return this.container.getHost();
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public void start() {
		if (!isRunning()) {
			docker().startContainerCmd(id()).exec();
		}
		awaitAnswer();
	}

	@Override
	public void startEmpty() {
		this.container.stop();
		this.container = createContainer();
		this.container.start();
		awaitAnswer();
	}

	@Override
	public void kill() {
		docker().killContainerCmd(id()).exec();
		Unreliables.retryUntilTrue((int) PATIENCE.toSeconds(), TimeUnit.SECONDS, () -> !isRunning());
	}

	@Override
	public void pause() {
		docker().pauseContainerCmd(id()).exec();
	}

	@Override
	public void resume() {
		docker().unpauseContainerCmd(id()).exec();
	}

	private boolean isRunning() {
		return Boolean.TRUE.equals(docker().inspectContainerCmd(id()).exec().getState().getRunning());
	}

	private void awaitAnswer() {
		RedisPing ping = new RedisPing(host(), this.port, password());
		Unreliables.retryUntilTrue((int) PATIENCE.toSeconds(), TimeUnit.SECONDS, ping::isAnswered);
	}

	private DockerClient docker() {
		return this.container.getDockerClient();
	}

	private String id() {
		return this.container.getContainerId();
	}

	@Override
	public void close() {
		this.container.stop();
	}

}
