package io.freshet.caching.redis;

import java.util.Map;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.freshet.caching.store.Entries;
import io.freshet.caching.testing.SentinelRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SentinelIT extends TopologyContract {

	private final SentinelRedis servers = SentinelRedis.start();

	@Override
	Map<String, String> properties() {
		return this.servers.properties();
	}

	@Override
	void stopServers() {
		this.servers.close();
	}

	@Test
	@Order(Integer.MAX_VALUE)
	void goesOnWithTheNewMasterWhenTheMasterIsLost() {
		assertThat(bean(LettuceConnectionFactory.class).isRedisSentinelAware()).isTrue();
		putAll();
		try (Listener listener = new Listener()) {
			listener.awaitHint();

			this.servers.killMaster();
			await().atMost(PATIENCE).until(() -> {
				guarded().put(entry("later")).block(PATIENCE);
				return find(Entries.key("later")) != null;
			});

			assertThat(this.servers.isReplicaPromoted()).isTrue();
			assertThat(findAll().block(PATIENCE)).allSatisfy(TopologyContract::assertRight);
			listener.awaitHint();
		}
	}

}
