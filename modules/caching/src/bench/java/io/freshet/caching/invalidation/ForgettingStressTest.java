package io.freshet.caching.invalidation;

import java.util.List;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;

/**
 * A view applies an invalidation and forgets it again in the next step, while an entry is
 * judged.
 */
@JCStressTest
@JCStressMeta(JudgedWhileItMoves.class)
@State
public class ForgettingStressTest {

	private final FreshnessView view = Loaded.forgetfulView();

	/**
	 * Follows the ledger.
	 */
	@Actor
	public void follow() {
		this.view.advance(Loaded.upTo(11), 0, List.of(Loaded.change(10, 1)));
		this.view.advance(Loaded.upTo(14), 0,
				List.of(Loaded.change(11, 2), Loaded.change(12, 3), Loaded.change(13, 4)));
	}

	/**
	 * Judges an entry.
	 * @param result the number that was current before, and the judgement
	 */
	@Actor
	public void judge(JZ_Result result) {
		Loaded.judgeUntilTheNumberMoves(this.view, result);
	}

}
