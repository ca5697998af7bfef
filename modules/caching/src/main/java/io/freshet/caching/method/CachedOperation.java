package io.freshet.caching.method;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.common.TemplateParserContext;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.StringUtils;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.Cached;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;

/**
 * A method with {@link Cached}, checked and with its expressions parsed.
 */
final class CachedOperation {

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private static final String RESULT = "result";

	private final Method method;

	private final boolean many;

	private final ReactiveCache<Object> cache;

	private final @Nullable Expression key;

	private final List<Expression> fixedTags;

	private final List<Expression> resultTags;

	private CachedOperation(Method method, boolean many, ReactiveCache<Object> cache, @Nullable Expression key,
			List<Expression> fixedTags, List<Expression> resultTags) {
		this.method = method;
		this.many = many;
		this.cache = cache;
		this.key = key;
		this.fixedTags = fixedTags;
		this.resultTags = resultTags;
	}

	/**
	 * Checks a method.
	 * @throws CacheException if the annotation is wrong, with the method and what to
	 * change
	 */
	static CachedOperation of(Method method, Class<?> targetClass, Cached cached, ReactiveCacheManager caches) {
		ResolvableType type = ResolvableType.forMethodReturnType(method, targetClass);
		Class<?> publisher = type.toClass();
		if (publisher != Mono.class && publisher != Flux.class) {
			throw wrong(method, "returns " + type + " but must return a Mono or a Flux", null);
		}
		try {
			ReactiveCache<Object> cache = caches.cache(cached.cache(),
					ParameterizedTypeReference.forType(type.getGeneric().getType()));
			List<Expression> tags = Arrays.stream(cached.tags())
				.map((tag) -> PARSER.parseExpression(tag, new TemplateParserContext()))
				.toList();
			return new CachedOperation(method, publisher == Flux.class, withTtl(cache, cached.ttl()),
					keyExpression(cached.key()), tags.stream().filter((tag) -> !needsResult(tag)).toList(),
					tags.stream().filter(CachedOperation::needsResult).toList());
		}
		catch (ParseException ex) {
			throw wrong(method, "has an expression that does not parse: " + ex.toDetailedString(), ex);
		}
		catch (IllegalArgumentException | CacheException ex) {
			throw wrong(method, "has a wrong setting: " + ex.getMessage(), ex);
		}
	}

	private static CacheException wrong(Method method, String what, @Nullable Exception ex) {
		String message = "@Cached method " + method.toGenericString() + " " + what;
		return (ex != null) ? new CacheException(message, ex) : new CacheException(message);
	}

	private static ReactiveCache<Object> withTtl(ReactiveCache<Object> cache, String ttl) {
		return StringUtils.hasText(ttl) ? cache.withTtl(DurationStyle.detectAndParse(ttl)) : cache;
	}

	/**
	 * Makes a list of the parts, which SpEL separates by commas inside braces.
	 */
	private static @Nullable Expression keyExpression(String key) {
		return StringUtils.hasText(key) ? PARSER.parseExpression("{" + key + "}") : null;
	}

	private static boolean needsResult(Expression tag) {
		return tag.getExpressionString().matches("(?s).*#" + RESULT + "\\b.*");
	}

	/**
	 * Puts the cache in front of a call.
	 * @param target the object that is called
	 * @param arguments the arguments
	 * @param origin what the call returned, not subscribed yet
	 * @return the publisher for the caller
	 */
	Publisher<?> apply(Object target, @Nullable Object[] arguments, Publisher<?> origin) {
		if (this.many) {
			return Flux.from(origin).cast(Object.class).transformDeferred((flux) -> cached(target, arguments, flux));
		}
		return Mono.from(origin).cast(Object.class).transformDeferred((mono) -> cached(target, arguments, mono));
	}

	private Publisher<Object> cached(Object target, @Nullable Object[] arguments, Publisher<Object> origin) {
		EvaluationContext context = context(target, arguments);
		CacheTag[] fixed = this.fixedTags.stream().map((tag) -> tagOf(tag, context)).toArray(CacheTag[]::new);
		CacheTagger<Object> tagger = CacheTagger.always(fixed);
		if (!this.resultTags.isEmpty()) {
			CacheTagger<Object> byResult = (value) -> tagsOf(value, target, arguments);
			tagger = (fixed.length > 0) ? tagger.and(byResult) : byResult;
		}
		return this.cache.caching(keyOf(context, arguments), tagger).apply(origin);
	}

	private Collection<CacheTag> tagsOf(Object value, Object target, @Nullable Object[] arguments) {
		EvaluationContext context = context(target, arguments);
		context.setVariable(RESULT, value);
		List<CacheTag> tags = new ArrayList<>();
		this.resultTags.forEach((tag) -> tags.add(tagOf(tag, context)));
		return tags;
	}

	private EvaluationContext context(Object target, @Nullable Object[] arguments) {
		return new MethodBasedEvaluationContext(target, this.method, arguments, NAMES);
	}

	private CacheKey keyOf(EvaluationContext context, @Nullable Object[] arguments) {
		if (this.key == null) {
			return CacheKey.of(arguments);
		}
		List<?> parts = this.key.getValue(context, List.class);
		return CacheKey.of((parts != null) ? parts.toArray() : arguments);
	}

	private static CacheTag tagOf(Expression tag, EvaluationContext context) {
		return new CacheTag(String.valueOf(tag.getValue(context, String.class)));
	}

}
