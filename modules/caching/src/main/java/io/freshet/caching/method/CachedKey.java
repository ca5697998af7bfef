package io.freshet.caching.method;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;

import io.freshet.caching.CacheKey;

/**
 * The key of a call.
 */
@FunctionalInterface
interface CachedKey {

	/**
	 * All arguments, in order.
	 */
	CachedKey ARGUMENTS = (call) -> CacheKey.of(call.arguments());

	/**
	 * Makes the key of a call.
	 * @param call the call
	 * @return the key
	 */
	CacheKey of(Call call);

	/**
	 * Makes keys of an expression. One that only names arguments, as most do, is not
	 * evaluated: the arguments are taken as they are, which costs a tenth.
	 * @param parts an expression of a list
	 * @param arguments the places of the arguments by the names that an expression may
	 * use
	 * @return the keys
	 */
	static CachedKey of(SpelExpression parts, Map<String, Integer> arguments) {
		SpelNode list = parts.getAST();
		int[] places = new int[list.getChildCount()];
		for (int i = 0; i < places.length; i++) {
			Integer place = (list.getChild(i) instanceof VariableReference variable)
					? arguments.get(variable.toStringAST()) : null;
			if (place == null) {
				return (call) -> evaluated(parts, call);
			}
			places[i] = place;
		}
		return (call) -> CacheKey.of(taken(call.arguments(), places));
	}

	private static @Nullable Object[] taken(@Nullable Object[] arguments, int[] places) {
		@Nullable Object[] taken = new Object[places.length];
		for (int i = 0; i < places.length; i++) {
			taken[i] = arguments[places[i]];
		}
		return taken;
	}

	private static CacheKey evaluated(SpelExpression parts, Call call) {
		List<?> values = parts.getValue(call.context(), List.class);
		return CacheKey.of((values != null) ? values.toArray() : call.arguments());
	}

	/** What a key is made of. */
	interface Call {

		@Nullable Object[] arguments();

		EvaluationContext context();

	}

}
