package io.freshet.caching.web;

import java.io.IOException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** In one instance whose server answers hits itself, in front of all filters. */
@ThingsTest
@TestPropertySource(properties = { "freshet.caching.http.in-front=true",
		"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
				+ "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration,"
				+ "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration,"
				+ "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration" })
class HitsInFrontTests {

	@Nested
	class Hit extends HitContract {

		/** They do not see hits. */
		@Override
		@Test
		void leavesTheFieldsOfOuterFiltersToThem() throws IOException {
			answer((ok) -> ok.header("Vary", "X-Inner"));
			Answer miss = get(path(), "X-Want-Id: yes");

			Answer hit = get(path(), "X-Want-Id: yes");

			assertThat(miss.header("X-Request-Id")).startsWith("id-");
			assertThat(hit.cache()).isEqualTo("HIT");
			assertThat(hit.header("X-Request-Id")).isEmpty();
			assertThat(hit.header("Vary")).isEqualTo("X-Inner");
		}

	}

	@Nested
	class Head extends HeadContract {

	}

	@Nested
	class Condition extends ConditionContract {

	}

	@Nested
	class Query extends QueryContract {

	}

	@Nested
	class Credential extends CredentialContract {

	}

	@Nested
	class Refusal extends RefusalContract {

	}

	@Nested
	class Vary extends VaryContract {

	}

	@Nested
	class Client extends ClientContract {

	}

	@Nested
	class Tag extends TagContract {

	}

	@Nested
	class Token extends TokenContract {

	}

	@Nested
	class Attack extends AttackContract {

	}

	@Nested
	class Path extends PathContract {

	}

	@Nested
	class Cloaking extends CloakingContract {

	}

	@Nested
	class User extends UserContract {

	}

	@Nested
	class CollapsedForwarding extends CollapsedForwardingContract {

	}

	@Nested
	class Stale extends StaleContract {

	}

	@Nested
	class Validation extends ValidationContract {

	}

	@Nested
	class Withheld extends WithheldContract {

	}

	@Nested
	class Status extends StatusContract {

	}

	@Nested
	class UnsafeMethod extends UnsafeMethodContract {

	}

	@Nested
	class Explain extends ExplainContract {

	}

	@Nested
	class Compression extends CompressionContract {

	}

	@Nested
	class Post extends PostContract {

	}

	@Nested
	class AbandonedStream extends AbandonedStreamContract {

	}

	@Nested
	class Partial extends PartialContract {

	}

}
