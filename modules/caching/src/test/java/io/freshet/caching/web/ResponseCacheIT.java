package io.freshet.caching.web;

import org.junit.jupiter.api.Nested;

import io.freshet.caching.testing.WithRealServers;

/** With the ledger on PostgreSQL and the shared tier on Redis. */
@ThingsTest
@WithRealServers
class ResponseCacheIT {

	@Nested
	class Hit extends HitContract {

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
	class Transactions extends TransactionContract {

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
