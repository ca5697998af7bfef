package io.freshet.caching.method;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
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

	private final Method method;

	private final boolean many;

	private final ReactiveCache<Object> cache;

	private final @Nullable Expression key;

	private final List<Expression> fixedTags;

	private final List<Expression> resultTags;

	private final @Nullable Expression ttl;

	private CachedOperation(Method method, boolean many, ReactiveCache<Object> cache, @Nullable Expression key,
			List<Expression> tags, @Nullable Expression ttl) {
		this.method = method;
		this.many = many;
		this.cache = cache;
		this.key = key;
		this.fixedTags = tags.stream().filter((tag) -> !CachedExpressions.needsResult(tag)).toList();
		this.resultTags = tags.stream().filter(CachedExpressions::needsResult).toList();
		this.ttl = ttl;
	}

	/**
	 * Checks a method.
	 * @throws CacheException if the annotation is wrong, with the method and what to
	 * change
	 */
	static CachedOperation of(Method method, Class<?> targetClass, Cached cached, ReactiveCacheManager caches) {
		if ((method.getModifiers() & (Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL)) != 0) {
			throw wrong(method, "must not be private, static or final: no proxy can stand in front of it", null);
		}
		if (AnnotatedElementUtils.hasAnnotation(method, Cacheable.class)) {
			throw wrong(method, "is annotated with @Cacheable as well: two caches would stand in front of it, keep one",
					null);
		}
		ResolvableType type = ResolvableType
			.forType(GenericTypeResolver.resolveType(method.getGenericReturnType(), targetClass));
		Class<?> publisher = type.toClass();
		if (publisher != Mono.class && publisher != Flux.class) {
			throw wrong(method, "returns " + type + " but must return a Mono or a Flux", null);
		}
		if (!type.hasGenerics() || type.hasUnresolvableGenerics()) {
			throw wrong(method, "returns " + type + " but must say the type of its values", null);
		}
		try {
			CachedExpressions expressions = new CachedExpressions(method);
			ReactiveCache<Object> cache = caches.cache(cached.cache(),
					ParameterizedTypeReference.forType(type.getGeneric().getType()));
			return new CachedOperation(method, publisher == Flux.class, cache.with(CachedSettings.of(cached)),
					StringUtils.hasText(cached.key()) ? expressions.key(cached.key()) : null,
					Arrays.stream(cached.tags()).map(expressions::tag).toList(),
					CachedExpressions.isTemplate(cached.ttl()) ? expressions.ttl(cached.ttl()) : null);
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
		try {
			CacheTagger<Object> tagger = tagger(tagsOf(this.fixedTags, context), target, arguments);
			CacheKey cacheKey = keyOf(context, arguments);
			Expression template = this.ttl;
			return ((template != null)
					? this.cache.caching(cacheKey, tagger, (value) -> ttlOf(template, target, arguments, value))
					: this.cache.caching(cacheKey, tagger))
				.apply(origin);
		}
		catch (EvaluationException | IllegalArgumentException ex) {
			throw wrong(this.method, "cannot tell key or tags of a call: " + ex.getMessage(), ex);
		}
	}

	private CacheTagger<Object> tagger(Collection<CacheTag> fixed, Object target, @Nullable Object[] arguments) {
		CacheTagger<Object> always = CacheTagger.always(fixed.toArray(CacheTag[]::new));
		if (this.resultTags.isEmpty()) {
			return always;
		}
		CacheTagger<Object> byResult = (value) -> tagsOf(this.resultTags, context(target, arguments, value));
		return fixed.isEmpty() ? byResult : always.and(byResult);
	}

	private EvaluationContext context(Object target, @Nullable Object[] arguments) {
		return new MethodBasedEvaluationContext(target, this.method, arguments, CachedExpressions.NAMES);
	}

	private EvaluationContext context(Object target, @Nullable Object[] arguments, Object value) {
		EvaluationContext context = context(target, arguments);
		context.setVariable(CachedExpressions.RESULT, value);
		return context;
	}

	private Duration ttlOf(Expression template, Object target, @Nullable Object[] arguments, Object value) {
		Object ttl = template.getValue(context(target, arguments, value));
		if (ttl instanceof Duration duration) {
			return duration;
		}
		if (ttl instanceof String text) {
			return DurationStyle.detectAndParse(text);
		}
		throw new IllegalArgumentException(
				"'" + template.getExpressionString() + "' gives " + ttl + " but must give a duration");
	}

	private CacheKey keyOf(EvaluationContext context, @Nullable Object[] arguments) {
		if (this.key == null) {
			return CacheKey.of(arguments);
		}
		List<?> parts = this.key.getValue(context, List.class);
		return CacheKey.of((parts != null) ? parts.toArray() : arguments);
	}

	private static List<CacheTag> tagsOf(List<Expression> tags, EvaluationContext context) {
		return tags.stream().map((tag) -> new CacheTag(String.valueOf(tag.getValue(context, String.class)))).toList();
	}

}
