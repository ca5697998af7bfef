package io.freshet.caching.invalidation;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * Number and judgement of an entry that is made invalid meanwhile.
 */
@Outcome(id = "1, true", expect = Expect.ACCEPTABLE, desc = "Judged before the number moved.")
@Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "What invalidates it is seen earlier than the number.")
@Outcome(id = "[23], false", expect = Expect.ACCEPTABLE, desc = "The number is seen, and so is what invalidates it.")
@Outcome(id = "[23], true", expect = Expect.FORBIDDEN, desc = "The number is seen, but not what invalidates it.")
public final class JudgedWhileItMoves {

	private JudgedWhileItMoves() {
	}

}
