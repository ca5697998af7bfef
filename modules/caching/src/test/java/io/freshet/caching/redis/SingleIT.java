package io.freshet.caching.redis;

import java.util.HashMap;
import java.util.Map;

import io.lettuce.core.protocol.ProtocolVersion;
import org.junit.jupiter.api.Test;

import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.freshet.caching.testing.RealServers;
import io.freshet.caching.testing.RedisServer;
import io.freshet.caching.testing.RedisTalk;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A single server with a password, over RESP2, which the application asks for.
 */
class SingleIT extends TopologyContract {

	private final RedisServer server = RedisServer.fresh();

	@Override
	Map<String, String> properties() {
		return new HashMap<>(RealServers.properties(this.server, 5));
	}

	@Override
	Class<?>[] configuration() {
		return new Class<?>[] { Resp2.class };
	}

	@Override
	void stopServers() {
		this.server.close();
	}

	@Test
	void usesTheDatabaseOfTheApplication() {
		putAll();

		assertThat(info("keyspace"))
			.containsPattern("db5:keys=(%d|%d|%d),".formatted(ENTRIES, ENTRIES + 1, ENTRIES + CENSUS_KEYS))
			.doesNotContain("db0:");
	}

	@Test
	void speaksResp2() {
		assertThat(info("commandstats")).contains("cmdstat_getrange:").doesNotContain("cmdstat_hello:");
	}

	private String info(String section) {
		try (RedisTalk talk = new RedisTalk()) {
			return talk.with(this.server, (redis) -> redis.info(section));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Resp2 {

		@Bean
		LettuceClientOptionsBuilderCustomizer resp2() {
			return (options) -> options.protocolVersion(ProtocolVersion.RESP2);
		}

	}

}
