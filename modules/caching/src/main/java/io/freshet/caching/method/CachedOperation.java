package io.freshet.caching.method;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
import io.freshet.caching.CachingOperator;
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

	private final CachedKey key;

	private final List<Expression> fixedTags;

	private final List<Expression> resultTags;

	private final @Nullable Expression ttl;

	private CachedOperation(Method method, boolean many, ReactiveCache<Object> cache, CachedKey key,
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
					StringUtils.hasText(cached.key()) ? expressions.key(cached.key()) : CachedKey.ARGUMENTS,
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
		Call call = new Call(target, arguments);
		return this.many ? Flux.defer(() -> cached(call, Flux.from(origin).cast(Object.class)))
				: Mono.defer(() -> Mono.from(cached(call, Mono.from(origin).cast(Object.class))));
	}

	private Publisher<Object> cached(Call call, Publisher<Object> origin) {
		Expression template = this.ttl;
		CacheKey cacheKey = told(() -> this.key.of(call));
		CallTagger tagger = new CallTagger(call);
		CachingOperator<Object> operator = (template != null)
				? this.cache.caching(cacheKey, tagger, (value) -> ttlOf(template, call, value))
				: this.cache.caching(cacheKey, tagger);
		// The tags are of no use to a hit. Whoever loads is told of a wrong one before.
		return operator.apply(this.many ? Flux.defer(() -> tagger.checked(Flux.from(origin)))
				: Mono.defer(() -> tagger.checked(Mono.from(origin))));
	}

	private <T> T told(Supplier<T> said) {
		try {
			return said.get();
		}
		catch (EvaluationException | IllegalArgumentException ex) {
			throw wrong(this.method, "cannot tell key or tags of a call: " + ex.getMessage(), ex);
		}
	}

	private Duration ttlOf(Expression template, Call call, Object value) {
		Object ttl = template.getValue(call.context(value));
		if (ttl instanceof Duration duration) {
			return duration;
		}
		if (ttl instanceof String text) {
			return DurationStyle.detectAndParse(text);
		}
		throw new IllegalArgumentException(
				"'" + template.getExpressionString() + "' gives " + ttl + " but must give a duration");
	}

	private static List<CacheTag> tagsOf(List<Expression> tags, EvaluationContext context) {
		return tags.stream().map((tag) -> new CacheTag(String.valueOf(tag.getValue(context, String.class)))).toList();
	}

	/** One call of the method. */
	private final class Call implements CachedKey.Call {

		private final Object target;

		private final @Nullable Object[] arguments;

		Call(Object target, @Nullable Object[] arguments) {
			this.target = target;
			this.arguments = arguments;
		}

		@Override
		public @Nullable Object[] arguments() {
			return this.arguments;
		}

		@Override
		public EvaluationContext context() {
			return new MethodBasedEvaluationContext(this.target, CachedOperation.this.method, this.arguments,
					CachedExpressions.NAMES);
		}

		EvaluationContext context(Object value) {
			EvaluationContext context = context();
			context.setVariable(CachedExpressions.RESULT, value);
			return context;
		}

	}

	/** Says the tags of what a call has loaded. */
	private final class CallTagger implements CacheTagger<Object> {

		private final Call call;

		private List<CacheTag> fixed = List.of();

		CallTagger(Call call) {
			this.call = call;
		}

		<P> P checked(P origin) {
			this.fixed = told(() -> CachedOperation.tagsOf(CachedOperation.this.fixedTags, this.call.context()));
			return origin;
		}

		@Override
		public Collection<CacheTag> tagsOf(Object value) {
			if (CachedOperation.this.resultTags.isEmpty()) {
				return this.fixed;
			}
			List<CacheTag> tags = new ArrayList<>(this.fixed);
			tags.addAll(CachedOperation.tagsOf(CachedOperation.this.resultTags, this.call.context(value)));
			return tags;
		}

		@Override
		public Optional<Collection<CacheTag>> tagsOfAbsence() {
			boolean known = CachedOperation.this.resultTags.isEmpty() || !this.fixed.isEmpty();
			return known ? Optional.of(this.fixed) : Optional.empty();
		}

	}

}
