package io.freshet.caching.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import io.freshet.caching.testing.CacheUser;
import io.freshet.caching.testing.TlsRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With TLS, as a user who may do no more than what the documentation says, over RESP3.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TlsIT extends TopologyContract {

	private final TlsRedis server = TlsRedis.start(RULES);

	@Override
	Map<String, String> properties() {
		Map<String, String> properties = new HashMap<>(this.server.properties());
		properties.put("spring.data.redis.client-name", "shop");
		return properties;
	}

	@Override
	void stopServers() {
		this.server.close();
	}

	@Test
	void isTheUserAndHasTheNameThatTheApplicationHas() {
		putAll();

		String clients = this.server.talk((redis) -> redis.clientList());

		assertThat(clients.lines().filter((client) -> client.contains("name=shop"))).isNotEmpty()
			.allSatisfy((client) -> assertThat(client).contains("user=" + CacheUser.NAME));
	}

	@Test
	@Order(Integer.MAX_VALUE)
	void wasRefusedNothingThatItNeeds() {
		assertThat(this.server.<List<?>>talk((redis) -> redis.aclLog())).isEmpty();
	}

	@Test
	void speaksResp3() {
		assertThat(this.server.<String>talk((redis) -> redis.info("commandstats"))).contains("cmdstat_hello:");
	}

}
