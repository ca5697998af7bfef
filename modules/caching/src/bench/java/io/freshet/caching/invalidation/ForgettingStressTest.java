package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.FreshnessView.Positioned;

/**
 * A view applies an invalidation and forgets it again in the next step, while an entry is
 * judged.
 */
@JCStressTest
@Outcome(id = "1, true", expect = Expect.ACCEPTABLE, desc = "Judged before the invalidation was published.")
@Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "The mark or the floor is seen earlier than the number.")
@Outcome(id = "[23], false", expect = Expect.ACCEPTABLE, desc = "The number is seen, and so is the mark or the floor.")
@Outcome(id = "[23], true", expect = Expect.FORBIDDEN, desc = "The number is seen, but neither mark nor floor.")
@State
public class ForgettingStressTest {

	private static final Stamp LOADED = Stamp.below("history", 10);

	private static final Set<CacheTag> TAGS = Set.of(CacheTag.of("post", 1));

	private final FreshnessView view = new FreshnessView(Duration.ofDays(1), 2, () -> 0);

	/**
	 * Begins with a view that knows of no invalidation, at number 1.
	 */
	public ForgettingStressTest() {
		this.view.restart(LOADED, 0, List.of(), Stamp.NONE);
	}

	/**
	 * Follows the ledger.
	 */
	@Actor
	public void follow() {
		this.view.advance(Stamp.below("history", 11), 0, List.of(new Positioned(10, Invalidation.ofTags(TAGS))));
		this.view.advance(Stamp.below("history", 14), 0,
				LongStream.range(11, 14)
					.mapToObj((at) -> new Positioned(at, Invalidation.ofTags(Set.of(CacheTag.of("other", at)))))
					.toList());
	}

	/**
	 * Judges an entry.
	 * @param result the number that was current before, and the judgement
	 */
	@Actor
	public void judge(JZ_Result result) {
		result.r1 = this.view.sequence();
		result.r2 = this.view.isValid(LOADED, "posts:1", TAGS);
	}

}
