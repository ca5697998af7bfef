package io.freshet.caching.load;

import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Makes all caches be passed by, neither read nor filled, for whoever subscribes with it
 * in the Reactor context.
 */
public final class CacheBypass {

	private CacheBypass() {
	}

	/**
	 * Puts it into a context.
	 * @param context the context to extend
	 * @return the context in which caches are passed by
	 */
	public static Context into(Context context) {
		return context.put(CacheBypass.class, true);
	}

	/**
	 * Returns whether it is in a context.
	 * @param context the context
	 * @return whether caches are to be passed by
	 */
	public static boolean isIn(ContextView context) {
		return context.hasKey(CacheBypass.class);
	}

}
