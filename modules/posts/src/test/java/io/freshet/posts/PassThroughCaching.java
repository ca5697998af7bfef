package io.freshet.posts;

import java.time.Duration;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.CachingOperator;
import io.freshet.caching.DomainEventHandler;
import io.freshet.caching.DomainEvents;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

/**
 * Caches that keep nothing.
 */
@Configuration(proxyBeanMethods = false)
class PassThroughCaching {

	@Bean
	ReactiveCacheManager cacheManager() {
		return new ReactiveCacheManager() {

			@Override
			public <V> ReactiveCache<V> cache(String name, ParameterizedTypeReference<V> type) {
				return new PassThroughCache<>(CacheName.of(name));
			}

			@Override
			public SortedSet<CacheName> cacheNames() {
				return new TreeSet<>();
			}

		};
	}

	@Bean
	CacheInvalidator cacheInvalidator() {
		return new CacheInvalidator() {

			@Override
			public Mono<Void> invalidate(Collection<CacheTag> tags) {
				return Mono.empty();
			}

		};
	}

	@Bean
	@SuppressWarnings("unchecked")
	DomainEvents domainEvents(ListableBeanFactory beans) {
		return (event) -> Flux.fromIterable(beans.getBeansOfType(DomainEventHandler.class).values())
			.filter((handler) -> ResolvableType.forInstance(handler)
				.as(DomainEventHandler.class)
				.getGeneric()
				.isInstance(event))
			.concatMap((handler) -> ((DomainEventHandler<Object>) handler).handle(event))
			.then();
	}

	private record PassThroughCache<V>(CacheName name) implements ReactiveCache<V> {

		@Override
		public ReactiveCache<V> withTtl(Duration ttl) {
			return this;
		}

		@Override
		public CachingOperator<V> caching(CacheKey key, CacheTagger<? super V> tagger) {
			return (origin) -> origin;
		}

		@Override
		public Mono<V> get(CacheKey key) {
			return Mono.empty();
		}

		@Override
		public Mono<Void> put(CacheKey key, V value, CacheTag... tags) {
			return Mono.empty();
		}

		@Override
		public Mono<Void> invalidate(CacheKey key) {
			return Mono.empty();
		}

		@Override
		public Mono<Void> invalidate(Collection<CacheKey> keys) {
			return Mono.empty();
		}

	}

}
