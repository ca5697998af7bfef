package io.freshet.caching.method;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.Expression;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.common.LiteralExpression;
import org.springframework.expression.common.TemplateParserContext;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.StringUtils;

import io.freshet.caching.CacheTag;

/**
 * Parses the expressions of one method and checks what they refer to. SpEL takes a name
 * that it does not know for {@code null}, so that a misspelled argument would give all
 * calls one key.
 */
public final class CachedExpressions {

	static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	/** Name by which tags refer to the value that was loaded. */
	static final String RESULT = "result";

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	/** The places of the arguments, by the names that expressions may use. */
	private final Map<String, Integer> arguments = new LinkedHashMap<>();

	/**
	 * Makes a parser.
	 * @param method the method whose arguments expressions may name
	 */
	public CachedExpressions(Method method) {
		@Nullable String @Nullable [] names = NAMES.getParameterNames(method);
		for (int i = 0; i < method.getParameterCount(); i++) {
			if (names != null && names[i] != null) {
				this.arguments.put("#" + names[i], i);
			}
			this.arguments.put("#p" + i, i);
			this.arguments.put("#a" + i, i);
		}
	}

	/**
	 * Makes a list of the parts of a key, which SpEL separates by commas inside braces.
	 */
	CachedKey key(String key) {
		SpelExpression parsed = parseList(key);
		if (!(parsed.getAST() instanceof InlineList)) {
			throw new IllegalArgumentException("the key '" + key + "' must be expressions separated by commas");
		}
		check(parsed, false);
		return CachedKey.of(parsed, this.arguments);
	}

	private static SpelExpression parseList(String key) {
		try {
			return PARSER.parseRaw("{" + key + "}");
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("the key '" + key + "' lacks an expression beside a comma", ex);
		}
	}

	Expression tag(String template) {
		Expression parsed = PARSER.parseExpression(template, new TemplateParserContext());
		if (parsed instanceof LiteralExpression literal) {
			return new LiteralExpression(new CacheTag(literal.getExpressionString()).value());
		}
		check(parsed, true);
		return parsed;
	}

	/**
	 * Parses a lifetime that is told by a template.
	 */
	Expression ttl(String template) {
		Expression parsed = PARSER.parseExpression(template, new TemplateParserContext());
		check(parsed, true);
		return parsed;
	}

	static boolean isTemplate(String text) {
		return text.contains("#{");
	}

	static boolean needsResult(Expression tag) {
		return variables(tag).contains("#" + RESULT);
	}

	/**
	 * Checks an expression of another annotation.
	 * @param expression the expression; nothing is checked if it is {@code null} or empty
	 * @param afterLoad whether it may refer to the result
	 * @throws org.springframework.expression.ParseException if it does not parse
	 * @throws IllegalArgumentException if it refers to what there is not
	 */
	public void check(@Nullable String expression, boolean afterLoad) {
		if (StringUtils.hasText(expression)) {
			check(PARSER.parseExpression(expression), afterLoad);
		}
	}

	private void check(Expression expression, boolean afterLoad) {
		for (String variable : variables(expression)) {
			boolean known = this.arguments.containsKey(variable) || variable.equals("#root") || variable.equals("#this")
					|| (afterLoad && variable.equals("#" + RESULT));
			if (!known) {
				throw new IllegalArgumentException("'" + expression.getExpressionString() + "' refers to " + variable
						+ ", but there is only " + this.arguments.keySet()
						+ " (names of arguments are known if the class is compiled with -parameters)");
			}
		}
	}

	private static Set<String> variables(Expression expression) {
		Set<String> variables = new LinkedHashSet<>();
		List<Expression> parts = (expression instanceof CompositeStringExpression composite)
				? List.of(composite.getExpressions()) : List.of(expression);
		for (Expression part : parts) {
			if (part instanceof SpelExpression spel) {
				collect(spel.getAST(), variables);
			}
		}
		return variables;
	}

	private static void collect(SpelNode node, Set<String> variables) {
		if (node instanceof VariableReference variable) {
			variables.add(variable.toStringAST());
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			collect(node.getChild(i), variables);
		}
	}

}
