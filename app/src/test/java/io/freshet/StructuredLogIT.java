package io.freshet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.RealServers;
import io.freshet.caching.testing.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log of a real instance as JSON, see docs/traces-and-logs.md.
 */
@ExtendWith(OutputCaptureExtension.class)
class StructuredLogIT {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Test
	void tellsOfAClearingInOneLineThatToolsRead(CapturedOutput output) {
		try (Instance instance = Instance.start(servers(), "logging.structured.format.console=ecs",
				"management.tracing.sampling.probability=1")) {
			instance.clear("pattern=nobody:*", instance.token());

			List<JsonNode> lines = output.getOut()
				.lines()
				.filter((line) -> line.contains("cleared 'nobody:*'"))
				.map(JSON::readTree)
				.toList();
			assertThat(lines).hasSize(1);
			JsonNode line = lines.get(0);
			assertThat(line.path("@timestamp").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
			assertThat(line.path("log").path("level").asString()).isEqualTo("INFO");
			assertThat(line.path("log").path("logger").asString()).startsWith("io.freshet.admin");
			assertThat(line.path("service").path("name").asString()).isEqualTo("freshet");
			assertThat(line.path("message").asString()).isEqualTo("admin cleared 'nobody:*': 0 entries");
			assertThat(line.path("traceId").asString()).as(line.toString()).matches("[0-9a-f]{32}");
			assertThat(line.path("spanId").asString()).matches("[0-9a-f]{16}");
		}
	}

	private static Map<String, String> servers() {
		PostgresServer postgres = PostgresServer.shared();
		RedisServer redis = RedisServer.shared();
		Map<String, String> servers = new HashMap<>(RealServers.properties(postgres, postgres.newDatabase()));
		servers.putAll(RealServers.properties(redis, redis.newDatabase()));
		return servers;
	}

}
