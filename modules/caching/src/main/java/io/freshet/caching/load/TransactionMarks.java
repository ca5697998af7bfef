package io.freshet.caching.load;

import java.util.Set;

import reactor.util.context.ContextView;

import org.springframework.transaction.reactive.TransactionContextManager;
import org.springframework.util.ClassUtils;

/**
 * Tells at the cost of two look-ups in a context that there is certainly no reactive
 * transaction. Spring's own answer to that question is an error, made and handled for
 * every read. The keys under which it keeps a transaction are classes that are not
 * public.
 */
final class TransactionMarks {

	private static final Set<Class<?>> KEYS = Set.of(key("TransactionContext"), key("TransactionContextHolder"));

	private TransactionMarks() {
	}

	private static Class<?> key(String name) {
		return ClassUtils.resolveClassName(TransactionContextManager.class.getPackageName() + "." + name,
				TransactionContextManager.class.getClassLoader());
	}

	/**
	 * Returns whether there may be a transaction.
	 * @param context the context of a subscriber
	 * @return false if there is certainly none
	 */
	static boolean mayBeIn(ContextView context) {
		for (Class<?> key : KEYS) {
			if (context.hasKey(key)) {
				return true;
			}
		}
		return false;
	}

}
