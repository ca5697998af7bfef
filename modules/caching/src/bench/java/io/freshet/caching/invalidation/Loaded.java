package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.openjdk.jcstress.infra.results.JZ_Result;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.FreshnessView.Positioned;

/**
 * What the stress tests begin with: a view that has read a ledger without invalidations,
 * and what was loaded then, of post 1.
 */
public final class Loaded {

	/** Sees nothing from position 10 on. */
	public static final Stamp STAMP = upTo(10);

	/** Of what was loaded. */
	public static final Set<CacheTag> TAGS = Set.of(CacheTag.of("post", 1));

	/** Room for everything, so that nothing is forgotten. */
	private static final int ROOM = 20_000;

	/** Room for two labels. */
	private static final int LITTLE_ROOM = 400;

	private static final int LOOKS = 100;

	private Loaded() {
	}

	/**
	 * Makes a view at number 1, which forgets nothing.
	 * @return the view
	 */
	public static FreshnessView view() {
		return view(ROOM);
	}

	/**
	 * Makes a view at number 1, which remembers two labels.
	 * @return the view
	 */
	public static FreshnessView forgetfulView() {
		return view(LITTLE_ROOM);
	}

	private static FreshnessView view(long capacity) {
		FreshnessView view = new FreshnessView(Duration.ofDays(1), capacity, () -> 0);
		view.restart(STAMP, 0, List.of(), Stamp.NONE);
		return view;
	}

	/**
	 * Makes a stamp.
	 * @param position the first position that it does not see
	 * @return the stamp
	 */
	public static Stamp upTo(long position) {
		return Stamp.below("history", position);
	}

	/**
	 * Makes a change of a post.
	 * @param post the number of the post
	 * @return what it makes invalid
	 */
	public static Invalidation change(long post) {
		return Invalidation.ofTags(Set.of(CacheTag.of("post", post)));
	}

	/**
	 * Makes a change of a post as the ledger tells of it.
	 * @param position its position
	 * @param post the number of the post
	 * @return the change
	 */
	public static Positioned change(long position, long post) {
		return new Positioned(position, change(post));
	}

	static boolean isValid(FreshnessView view) {
		return view.isValid(STAMP, "posts:1", TAGS);
	}

	static boolean isValid(MarkedHistory marked) {
		return marked.isValid(STAMP, "posts:1", TAGS);
	}

	/**
	 * Judges again and again until the number moves, for a while.
	 * @param view the view
	 * @param result takes the number that was current last, and the judgement after it
	 */
	static void judgeUntilTheNumberMoves(FreshnessView view, JZ_Result result) {
		long number = 0;
		boolean valid = false;
		for (int look = 0; look < LOOKS && number <= 1; look++) {
			number = view.sequence();
			valid = isValid(view);
		}
		result.r1 = number;
		result.r2 = valid;
	}

}
