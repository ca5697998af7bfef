package io.freshet.caching.store;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * Whether an entry was found while it was made invalid, and afterwards.
 */
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Found before the change, not after it.")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "Found invalid at once, and ever after.")
@Outcome(id = ".*, true", expect = Expect.FORBIDDEN, desc = "Judged up to a change that was not seen.")
public final class FoundTwice {

	private FoundTwice() {
	}

}
